// The wallet's signing code against the golden vectors, ethers and WebCrypto.
import { p256 } from "@noble/curves/nist.js";
import { expect } from "chai";
import { getAddress, keccak256, TypedDataEncoder, toUtf8Bytes } from "ethers";
import {
  concatBytes,
  fromHex,
  type Hex,
  toHex,
} from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  addressOf,
  createDeviceKey,
  P256_ORDER,
  type P256Signature,
  signerFromKeyPair,
} from "../../../wallet-web/shared/protocol/signer.ts";
import {
  authorisationDigest,
  chargeDigest,
  type Deployment,
  deploymentTag,
  requestDigest,
} from "../../../wallet-web/shared/protocol/typed-data.ts";
import { vectors } from "../../helpers/vectors/eip712.ts";

const { keys, deployments, domains, types, authorisations, charges, requests } = vectors;

function domainOf(deployment: Deployment, contract: "ledger" | "forwarder") {
  return {
    name: contract === "ledger" ? "Kindpakket" : "Kindpakket Forwarder",
    version: "1",
    chainId: deployment.chainId,
    verifyingContract: deployment[contract],
  };
}

/** The fields of a type, read from the text that is hashed. */
function fieldsOf(encoded: string) {
  const [name = "", fields = ""] = encoded.slice(0, -1).split("(");
  return {
    [name]: fields.split(",").map((field) => {
      const [type = "", fieldName = ""] = field.split(" ");
      return { type, name: fieldName };
    }),
  };
}

async function verifies(signature: P256Signature, digest: Hex): Promise<boolean> {
  const point = concatBytes(new Uint8Array([4]), fromHex(signature.x), fromHex(signature.y));
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("raw", point, algorithm, false, ["verify"]);
  const halves = concatBytes(fromHex(signature.r), fromHex(signature.s));
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, halves, fromHex(digest));
}

describe("Golden vectors: types and domains", () => {
  for (const [name, { encoded, hash }] of Object.entries(types)) {
    it(`hashes the type ${name}`, () => {
      expect(keccak256(toUtf8Bytes(encoded))).to.equal(hash);
      expect(TypedDataEncoder.from(fieldsOf(encoded)).encodeType(name)).to.equal(encoded);
    });
  }

  for (const name of ["simulated", "elsewhere"] as const) {
    it(`separates the domains of the deployment ${name}`, () => {
      const deployment = deployments[name];
      for (const contract of ["ledger", "forwarder"] as const) {
        const separator = TypedDataEncoder.hashDomain(domainOf(deployment, contract));
        expect(separator).to.equal(domains[name][contract]);
      }
      expect(toHex(deploymentTag(deployment))).to.equal(domains[name].ledger.slice(0, 10));
    });
  }
});

describe("Golden vectors: digests", () => {
  for (const { name, deployment, message, digest } of authorisations) {
    it(`digests the authorisation: ${name}`, () => {
      const { maximumAmount, ...rest } = message;
      const given = { ...rest, maximumAmountCents: maximumAmount };
      expect(authorisationDigest(deployments[deployment], given)).to.equal(digest);
      const domain = domainOf(deployments[deployment], "ledger");
      const fields = fieldsOf(types.PaymentAuthorisation?.encoded ?? "");
      expect(TypedDataEncoder.hash(domain, fields, message)).to.equal(digest);
    });
  }

  for (const { name, deployment, message, digest } of charges) {
    it(`digests the charge: ${name}`, () => {
      const { authorisation, shopId, amount } = message;
      const charge = { shopId, amountCents: amount };
      expect(chargeDigest(deployments[deployment], authorisation, charge)).to.equal(digest);
      const domain = domainOf(deployments[deployment], "ledger");
      const fields = fieldsOf(types.Charge?.encoded ?? "");
      expect(TypedDataEncoder.hash(domain, fields, message)).to.equal(digest);
    });
  }

  for (const { name, deployment, message, digest } of requests) {
    it(`digests the request: ${name}`, () => {
      expect(requestDigest(deployments[deployment], message)).to.equal(digest);
      const domain = domainOf(deployments[deployment], "forwarder");
      const fields = fieldsOf(types.ForwardRequest?.encoded ?? "");
      expect(TypedDataEncoder.hash(domain, fields, message)).to.equal(digest);
    });
  }
});

describe("Golden vectors: signatures", () => {
  for (const [name, { privateKey, x, y, address }] of Object.entries(keys)) {
    it(`takes the address of the ${name}'s key from its coordinates`, () => {
      const point = p256.getPublicKey(fromHex(privateKey), false);
      expect(toHex(point)).to.equal(`0x04${x.slice(2)}${y.slice(2)}`);
      expect(getAddress(addressOf({ x, y }))).to.equal(address);
    });
  }

  for (const { name, signer, digest, signature } of [...authorisations, ...charges, ...requests]) {
    it(`verifies with WebCrypto, s in the low half: ${name}`, async () => {
      expect(await verifies(signature, digest)).to.equal(true);
      expect(BigInt(signature.s) <= P256_ORDER / 2n).to.equal(true);
      const { x, y } = keys[signer];
      expect([signature.x, signature.y]).to.deep.equal([x, y]);
    });
  }

  it("signs with a key of the browser as the vectors are signed", async () => {
    const signer = await signerFromKeyPair(await createDeviceKey());
    for (const { digest } of authorisations) {
      for (let i = 0; i < 8; i++) {
        const signature = await signer.sign(digest);
        expect(await verifies(signature, digest)).to.equal(true);
        expect(BigInt(signature.s) <= P256_ORDER / 2n).to.equal(true);
        expect(addressOf(signature)).to.equal(signer.address);
      }
    }
  });
});
