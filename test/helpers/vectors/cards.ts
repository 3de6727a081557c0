// Reads the golden vectors of printed cards, made with ethers, node:crypto and noble's OPRF alone; the tests of contract, server and wallet share them.
import { readFileSync } from "node:fs";
import { z } from "zod";

const hex = z.templateLiteral(["0x", z.string()]);

export const cardVectors = z
  .object({
    secrets: z.object({ code: z.string(), pin: z.string() }),
    lookUpId: hex,
    /** What the server's key is made of, and that key. */
    pinSeed: hex,
    pinKey: hex,
    /** Of the oblivious function over code and PIN. */
    output: hex,
    /** Address of the card's P-256 key, and the one that the ledger knows. */
    key: hex,
    card: hex,
    coSigner: z.object({ privateKey: hex, address: hex }),
    /** On the deployment "simulated". */
    coSignature: z.object({ paymentId: hex, digest: hex, r: hex, vs: hex }),
  })
  .parse(JSON.parse(readFileSync(new URL("cards.json", import.meta.url), "utf8")));
