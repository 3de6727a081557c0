// What a payment costs in gas, as in daily use: second and later use, 50 beneficiaries, 5 shops. Measures; judges nothing.
import type { Contract, ContractTransactionReceipt } from "ethers";
import { BENEFICIARIES, buildTown, mined, type Town } from "./town.ts";

/** Gas of one kind of payment: a whole transaction with one, and one's share of a transaction with 50. */
export type Cost = { single: number; batch50: number };
export type Costs = { shopBound: Cost; open: Cost };

/** What a payment may cost; source: the design, §9. */
export const LIMITS: Costs = {
  shopBound: { single: 60_000, batch50: 30_000 },
  open: { single: 75_000, batch50: 42_000 },
};

/** Measures both kinds on a town of its own. `single` is the dearest of 50 transactions; `batch50` is rounded up. */
export async function measureCosts(): Promise<Costs> {
  const town = await buildTown();
  return { shopBound: await costOfShopBound(town), open: await costOfOpen(town) };
}

async function costOfShopBound({ ledger, shopBoundPayments }: Town): Promise<Cost> {
  const batch = ledger.getFunction("payShopBoundBatch");
  const single = ledger.getFunction("payShopBound");
  // First use writes slots that were empty: not what this measures.
  await mined(batch(await shopBoundPayments()));
  const singles: bigint[] = [];
  for (const { authorisation, signature } of await shopBoundPayments()) {
    singles.push((await mined(single(authorisation, signature))).gasUsed);
  }
  return cost(singles, gasOfBatch(ledger, await mined(batch(await shopBoundPayments()))));
}

async function costOfOpen({ ledger, openPayments }: Town): Promise<Cost> {
  const batch = ledger.getFunction("payOpenBatch");
  const single = ledger.getFunction("payOpen");
  await mined(batch(await openPayments()));
  const singles: bigint[] = [];
  for (const { authorisation, signature, charge, tillSignature } of await openPayments()) {
    const receipt = await mined(single(authorisation, signature, charge, tillSignature));
    singles.push(receipt.gasUsed);
  }
  return cost(singles, gasOfBatch(ledger, await mined(batch(await openPayments()))));
}

/** A refused payment is cheap: a batch counts only when all of it was paid. */
function gasOfBatch(ledger: Contract, receipt: ContractTransactionReceipt): bigint {
  const paid = receipt.logs.filter((log) => ledger.interface.parseLog(log)?.name === "PaymentMade");
  if (paid.length !== BENEFICIARIES)
    throw new Error(`${paid.length} of ${BENEFICIARIES} were paid`);
  return receipt.gasUsed;
}

function cost(singles: readonly bigint[], batch: bigint): Cost {
  const dearest = singles.reduce((highest, one) => (one > highest ? one : highest), 0n);
  return { single: Number(dearest), batch50: Math.ceil(Number(batch) / BENEFICIARIES) };
}
