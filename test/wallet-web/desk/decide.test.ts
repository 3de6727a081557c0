// What a treasurer's device signs: exactly the digest that the server checks, over every field of the decision.
import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { signerOf } from "../../../server/validator/signatures.ts";
import { type Decision, decision } from "../../../wallet-web/desk/payouts/decide.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { P256Signature, Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import {
  type Deployment,
  decisionDigest,
  type TreasuryDecision,
} from "../../../wallet-web/shared/protocol/typed-data.ts";
import { createStore } from "../../../wallet-web/shared/store.ts";
import { newSigner } from "../../helpers/chain.ts";

const DEPLOYMENT: Deployment = {
  chainId: 31_337,
  ledger: `0x${"1e".repeat(20)}`,
  forwarder: `0x${"f0".repeat(20)}`,
  roles: `0x${"40".repeat(20)}`,
  cards: `0x${"41".repeat(20)}`,
};
const NOW = 1_700_000_000;
const SCHEME: Hex = `0x${"5c".repeat(16)}`;
const SUBJECT: Hex = `0x${"ab".repeat(16)}`;
const FILE_HASH: Hex = `0x${"f1".repeat(32)}`;
const NO_HASH: Hex = `0x${"00".repeat(32)}`;

type Body = TreasuryDecision & { signature: P256Signature };

describe("decision", () => {
  let device: Signer;
  before(async () => {
    device = await newSigner();
  });

  const deskOf = (signer: Signer | null, deployment = DEPLOYMENT) => {
    const deployments = { get: async () => deployment, now: () => NOW };
    return { deployments, device: createStore(signer) } as unknown as Parameters<
      typeof decision
    >[0];
  };
  const decide = async (
    given: { decision?: Decision; reason?: string; contentHash?: Hex } = {},
    desk = deskOf(device),
  ) => {
    const whole = { schemeId: SCHEME, subjectId: SUBJECT, decision: "paid" as const, ...given };
    const { path, body } = await decision(desk, whole);
    return { path, body: body as Body };
  };

  it("goes to the scheme's decisions, with the time of the server and nothing that wasn't signed", async () => {
    const { path, body } = await decide({ reason: "  De bank heeft betaald " });
    expect(path).to.equal(`/schemes/${SCHEME}/treasury-decisions`);
    const { signature, ...decided } = body;
    expect(decided).to.deep.equal({
      ...{ schemeId: SCHEME, subjectId: SUBJECT, decision: "paid", contentHash: NO_HASH },
      ...{ reason: "De bank heeft betaald", at: NOW },
    });
    expect(signature).to.have.all.keys("x", "y", "r", "s");
  });

  for (const kind of [
    "look-again",
    "not-paid",
    "paid",
    "block-payee",
    "unblock-payee",
    "freeze-file",
    "release-file",
    "withdraw-file",
  ] as const) {
    it(`is signed over the digest that the server checks: ${kind}`, async () => {
      const { body } = await decide({ decision: kind, reason: "Gebeld", contentHash: FILE_HASH });
      const { signature, ...decided } = body;
      expect(signerOf(decisionDigest(DEPLOYMENT, decided), signature)).to.equal(device.address);
    });
  }

  it("has the digest of EIP-712, as another implementation makes it", async () => {
    const { signature: _, ...decided } = (
      await decide({ reason: "Één keer gebeld", contentHash: FILE_HASH })
    ).body;
    const domain = {
      ...{ name: "Kindpakket", version: "1", chainId: DEPLOYMENT.chainId },
      verifyingContract: DEPLOYMENT.ledger,
    };
    const field = (type: string, name: string) => ({ type, name });
    const types = {
      TreasuryDecision: [
        field("bytes16", "schemeId"),
        field("bytes16", "subjectId"),
        field("string", "decision"),
        field("bytes32", "contentHash"),
        field("string", "reason"),
        field("uint40", "at"),
      ],
    };
    expect(decisionDigest(DEPLOYMENT, decided)).to.equal(
      TypedDataEncoder.hash(domain, types, decided),
    );
  });

  const others: { [Field in keyof TreasuryDecision]: TreasuryDecision[Field] } = {
    schemeId: `0x${"5d".repeat(16)}`,
    subjectId: `0x${"ac".repeat(16)}`,
    decision: "not-paid",
    contentHash: FILE_HASH,
    reason: "Gebeld.",
    at: NOW + 1,
  };
  for (const [field, value] of Object.entries(others)) {
    it(`is no signature any more with another ${field}`, async () => {
      const { signature, ...decided } = (await decide({ reason: "Gebeld" })).body;
      const changed = { ...decided, [field]: value };
      const digest = decisionDigest(DEPLOYMENT, changed);
      expect(digest).not.to.equal(decisionDigest(DEPLOYMENT, decided));
      expect(signerOf(digest, signature)).to.equal(null);
    });
  }

  it("covers every field: none can be added that is not signed", async () => {
    const { signature: _, ...decided } = (await decide()).body;
    expect(Object.keys(decided)).to.have.members(Object.keys(others));
  });

  for (const [field, value] of [
    ["chainId", 1],
    ["ledger", `0x${"1f".repeat(20)}`],
  ] as const) {
    it(`does not count at another deployment: another ${field}`, async () => {
      const { signature, ...decided } = (await decide()).body;
      const elsewhere = { ...DEPLOYMENT, [field]: value };
      expect(signerOf(decisionDigest(elsewhere, decided), signature)).to.equal(null);
    });
  }

  it("is not taken for another device's: its signature with our key is none, with its own it is its own", async () => {
    const other = await newSigner();
    const { signature, ...decided } = (await decide({}, deskOf(other))).body;
    const digest = decisionDigest(DEPLOYMENT, decided);
    expect(signerOf(digest, signature)).to.equal(other.address);
    expect(signerOf(digest, { ...signature, ...device.publicKey })).to.equal(null);
  });

  it("is refused on a device without a key", async () => {
    const failure = await decide({}, deskOf(null)).then(
      () => "signed",
      (error: Error) => error.message,
    );
    expect(failure).to.equal("this device has no key yet");
  });
});
