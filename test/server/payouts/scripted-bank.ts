// A bank with books whose answers the test writes, in the place of bunq's adapter.
import type {
  Bank,
  BankMovement,
  PaymentOrder,
  PreparedSubmission,
  SubmissionState,
  SubmitResult,
} from "../../../server/bank/bank.ts";
import { BankError, type BankErrorCode } from "../../../server/bank/bank-error.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

export const IBAN = "NL91ABNA0417164300";

export const UNKNOWN: SubmitResult = { kind: "unknown", cause: "timeout", message: "no answer" };
export const REFUSED: SubmitResult = { kind: "refused", code: "AC04", message: "closed account" };

/** How one sending goes: what the bank says, and which of its payments it makes (by default all when it says yes). */
export type Sending = { says?: SubmitResult; makes?: "all" | "none" | number[] };

/** A bank with books: it makes what it is asked unless told otherwise, and remembers what it was asked. */
export class ScriptedBank implements Bank {
  readonly name = "scripted";
  readonly quietPeriodMs = 60_000;
  highestOrders = 10;
  guardScope = "device 1";
  target = "/payment";
  submitted: PreparedSubmission[] = [];
  sendings: Sending[] = [];
  books: BankMovement[] = [];
  /** Status of the payments it makes from now on. */
  makesPending = false;
  /** Its list doesn't show what it makes from now on, until `reveal`. */
  hides = false;
  available = 100_000_000n;
  dailyLimit: bigint | null = null;
  state: SubmissionState = { kind: "made", payoutIds: null };
  badPayoutIds = new Set<string>();
  /** Runs before `submit` answers, after the payments were made: the moment at which a crash hurts. */
  onSubmit: () => Promise<void> = async () => {};
  /** Calls that fail. */
  away = new Set<"position" | "prepare" | "movements" | "balance" | "submissionState">();
  /** How they fail. */
  failsWith: BankErrorCode = "unreachable";
  #hidden: BankMovement[] = [];
  #lastId = 9_000;

  reset(): void {
    Object.assign(this, new ScriptedBank());
    this.#hidden = [];
    this.#lastId = 9_000;
  }

  async position(): Promise<string> {
    this.#answer("position");
    return String(this.#lastId);
  }

  async prepare(orders: readonly PaymentOrder[]): Promise<PreparedSubmission> {
    this.#answer("prepare");
    if (orders.some(({ payoutId }) => this.badPayoutIds.has(payoutId))) {
      throw new BankError("invalid-order", "Not a payable order: creditorName.");
    }
    const list = orders.map((one) => ({ ...one, amountCents: String(one.amountCents) }));
    return {
      requestId: `request ${this.submitted.length + 1}`,
      guardScope: this.guardScope,
      target: this.target,
      bytes: new TextEncoder().encode(JSON.stringify(list)),
    };
  }

  async submit(prepared: PreparedSubmission): Promise<SubmitResult> {
    if (prepared.guardScope !== this.guardScope) {
      return { kind: "refused", code: "guard-scope-changed", message: "another device" };
    }
    this.submitted.push(prepared);
    const { says, makes } = this.sendings.shift() ?? {};
    const made = makes ?? (says === undefined || says.kind === "accepted" ? "all" : "none");
    for (const [index, order] of ordersIn(prepared).entries()) {
      if (made === "all" || (made !== "none" && made.includes(index))) this.make(order);
    }
    await this.onSubmit();
    return says ?? { kind: "accepted", bankSubmissionId: String(this.#lastId) };
  }

  make(order: { payoutId: string; amountCents: bigint }, fields: Partial<BankMovement> = {}): void {
    this.#lastId += 1;
    const made: BankMovement = {
      bankPaymentId: String(this.#lastId),
      amountCents: -order.amountCents,
      counterpartyIban: IBAN,
      counterpartyName: "Bakker",
      reference: order.payoutId,
      description: `Kindpakket ${order.payoutId}`,
      bookedAt: "2026-01-01T00:00:00.000Z",
      status: this.makesPending ? "pending" : "booked",
      returnReason: null,
      ...fields,
    };
    (this.hides ? this.#hidden : this.books).push(made);
  }

  /** The money comes back. */
  giveBack(payoutId: Hex, amountCents: bigint, returnReason: string | null): void {
    this.make(
      { payoutId: payoutId.slice(2), amountCents: -amountCents },
      { returnReason, counterpartyIban: null },
    );
  }

  reveal(): void {
    this.books = [...this.books, ...this.#hidden.splice(0)].sort(
      (one, other) => Number(one.bankPaymentId) - Number(other.bankPaymentId),
    );
    this.hides = false;
  }

  bookPending(): void {
    this.books = this.books.map((one) => ({ ...one, status: "booked" }));
  }

  async submissionState(): Promise<SubmissionState> {
    this.#answer("submissionState");
    return this.state;
  }

  async movements({ since }: { since: string | null }): Promise<readonly BankMovement[]> {
    this.#answer("movements");
    return this.books.filter(({ bankPaymentId }) => Number(bankPaymentId) > Number(since ?? 0));
  }

  async balance() {
    this.#answer("balance");
    return { availableCents: this.available, dailyLimitCents: this.dailyLimit, iban: IBAN };
  }

  #answer(call: "position" | "prepare" | "movements" | "balance" | "submissionState"): void {
    if (this.away.has(call)) throw new BankError(this.failsWith, "No answer that counts.");
  }
}

/** The orders in a request to the scripted bank. */
export function ordersIn(
  prepared: PreparedSubmission,
): { payoutId: string; amountCents: bigint }[] {
  const list: { payoutId: string; amountCents: string }[] = JSON.parse(
    new TextDecoder().decode(prepared.bytes),
  );
  return list.map((one) => ({ ...one, amountCents: BigInt(one.amountCents) }));
}
