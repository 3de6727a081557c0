// Reads the golden vectors; both the contracts' and the wallet's tests check themselves against them.
import { readFileSync } from "node:fs";
import { z } from "zod";

const hex = z.templateLiteral(["0x", z.string()]);
const key = z.object({ privateKey: hex, x: hex, y: hex, address: hex });
const signature = z.object({ x: hex, y: hex, r: hex, s: hex });
const deploymentName = z.enum(["simulated", "elsewhere"]);
const signer = z.enum(["family", "till", "staff"]);
const cents = z.string().transform(BigInt);

const vector = <Message extends z.ZodRawShape>(message: Message) =>
  z.object({
    ...{ name: z.string(), deployment: deploymentName, signer, digest: hex, signature },
    message: z.object(message),
  });

const Vectors = z.object({
  keys: z.record(signer, key),
  deployments: z.record(
    deploymentName,
    z.object({ chainId: z.number(), ledger: hex, forwarder: hex, roles: hex, cards: hex }),
  ),
  types: z.record(z.string(), z.object({ encoded: z.string(), hash: hex })),
  domains: z.record(deploymentName, z.object({ ledger: hex, forwarder: hex })),
  authorisations: z.array(
    vector({
      ...{ beneficiaryId: hex, shopId: hex, maximumAmount: cents, validAfter: z.number() },
      ...{ validBefore: z.number(), nonce: z.number(), device: hex },
    }),
  ),
  charges: z.array(vector({ authorisation: hex, shopId: hex, amount: cents })),
  requests: z.array(
    vector({
      ...{ from: hex, to: hex, nonce: cents, deadline: z.number(), gasLimit: z.number() },
      data: hex,
    }),
  ),
});

export const vectors = Vectors.parse(
  JSON.parse(readFileSync(new URL("eip712.json", import.meta.url), "utf8")),
);
