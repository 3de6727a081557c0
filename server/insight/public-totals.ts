// What anyone may know of a scheme: the ledger's identity in sums of at least five families, and how to check it on the chain.
import type { Interface } from "ethers";
import type { z } from "zod";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { publicSchemeAnswer } from "../http/schemas/insight.ts";
import { isEnough } from "./at-least-five.ts";
import type { Known } from "./insight.ts";

type Answer = z.input<typeof publicSchemeAnswer>;

export function publicTotals(
  given: Known & { municipality: string; deployment: Deployment; ledger: Interface },
): Answer {
  const { answer, deployment } = given;
  const { schemeId, name, startsAt, endsAt, madeAt, adoption, conservation } = answer;
  return {
    ...{ schemeId, name, municipality: given.municipality, startsAt, endsAt, madeAt, adoption },
    fundedCents: conservation.fundedCents,
    parts: partsOf(given),
    chain: {
      chainId: Number(deployment.chainId),
      ledger: deployment.ledger,
      blockNumber: given.blockNumber,
      callData: given.ledger.encodeFunctionData("conservationOf", [schemeId]),
    },
  };
}

/** Whatever is joined, the parts add up to what was funded. */
export function partsOf({ answer, families, payers }: Known): Answer["parts"] {
  const { conservation } = answer;
  const sum = (...cents: string[]) => String(cents.reduce((total, one) => total + BigInt(one), 0n));
  const { unallocatedCents, outstandingCents, owedCents, inPayoutCents, paidOutCents } =
    conservation;
  const spent = sum(owedCents, inPayoutCents, paidOutCents);
  const unallocated = { name: "unallocated", amountCents: unallocatedCents } as const;
  const withdrawn = { name: "withdrawn", amountCents: conservation.withdrawnCents } as const;
  if (!isEnough(families)) {
    const amountCents = sum(unallocatedCents, outstandingCents, spent);
    return [{ name: "held", amountCents }, withdrawn];
  }
  if (!isEnough(payers)) {
    const amountCents = sum(outstandingCents, spent);
    return [unallocated, { name: "granted", amountCents }, withdrawn];
  }
  return [
    unallocated,
    { name: "outstanding", amountCents: outstandingCents },
    { name: "spent", amountCents: spent },
    withdrawn,
  ];
}
