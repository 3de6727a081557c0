// Lays the ledger beside the bank: the conservation identity with its numbers, and "paid out" against the bank's own statement.
import { setTimeout as delay } from "node:timers/promises";
import type { Demo } from "./context.ts";
import { euros } from "./progress.ts";

type Conservation = {
  fundedCents: string;
  unallocatedCents: string;
  outstandingCents: string;
  owedCents: string;
  inPayoutCents: string;
  paidOutCents: string;
  withdrawnCents: string;
  holds: boolean;
};

const PAYOUT_LIMIT_MS = 45_000;
const ASK_EVERY_MS = 250;

/** Waits until nothing is owed to a shop nor under way at the bank. */
export async function waitForPayouts(demo: Demo): Promise<Conservation> {
  const deadline = Date.now() + PAYOUT_LIMIT_MS;
  const sponsor = await demo.people.staff("sponsor");
  const token = await demo.api.openSession(demo.deployment, [sponsor]);
  for (;;) {
    const books = await conservation(demo, token);
    if (BigInt(books.owedCents) <= 0n && BigInt(books.inPayoutCents) === 0n) return books;
    if (Date.now() > deadline) {
      throw new Error(
        `payouts did not reach the bank in time: ${euros(books.owedCents)} owed, ${euros(books.inPayoutCents)} under way`,
      );
    }
    await delay(ASK_EVERY_MS);
  }
}

/** Prints the identity. @throws {Error} when it doesn't hold. */
export function showIdentity(demo: Demo, books: Conservation): void {
  const parts = [
    ["unallocated", books.unallocatedCents],
    ["with families", books.outstandingCents],
    ["owed to shops", books.owedCents],
    ["in payout", books.inPayoutCents],
    ["paid out", books.paidOutCents],
    ["withdrawn", books.withdrawnCents],
  ] as const;
  demo.progress.note(`funded ${euros(books.fundedCents)} =`);
  for (const [name, cents] of parts) demo.progress.note(`  + ${name} ${euros(cents)}`);
  const sum = parts.reduce((total, [, cents]) => total + BigInt(cents), 0n);
  if (!books.holds || sum !== BigInt(books.fundedCents)) {
    throw new Error(`the ledger does not add up: ${euros(sum)} is not ${euros(books.fundedCents)}`);
  }
}

/** Compares the chain with the bank's own books. @throws {Error} when they differ by a cent. */
export async function compareWithBank(
  demo: Demo,
  bankUrl: string,
  books: Conservation,
): Promise<void> {
  const paid = await paidAccordingToBank(bankUrl);
  demo.progress.note(
    `bank statement ${euros(paid)}, chain "paid out" ${euros(books.paidOutCents)}`,
  );
  if (paid !== BigInt(books.paidOutCents))
    throw new Error("the bank's statement differs from the chain");
}

async function conservation(demo: Demo, token: string): Promise<Conservation> {
  const path = `/schemes/${demo.people.schemeId}/overview`;
  const overview = await demo.api.get<{ conservation: Conservation }>(path, token);
  return overview.conservation;
}

/** Cents that left the municipality's account less what came back. The municipality's is the bank's first account. */
async function paidAccordingToBank(bankUrl: string): Promise<bigint> {
  const response = await fetch(`${bankUrl}/_sandbox/statement`);
  const statement: { accounts: { movements: { amountCents: string }[] }[] } = await response.json();
  const movements = statement.accounts[0]?.movements ?? [];
  return movements.reduce((sum, movement) => sum - BigInt(movement.amountCents), 0n);
}
