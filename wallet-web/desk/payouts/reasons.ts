// Why a payout waits, was refused or came back, and what to do about it: one sentence each, in words that need no bank.
import { text } from "../text.ts";
import { keyOf } from "./reason-codes.ts";

export type Explained = { what: string; todo: string };

/** What the bank said of a file or a request, in one sentence: a code without its own is named. */
export function bankSaid(reason: string): string {
  const name = keyOf(reason);
  return name === "bank" || name === "waiting"
    ? text("payouts.said", { code: reason })
    : explain(reason).what;
}

/** The sentences of a reason; a code without its own has the general ones, with the code in it. */
export function explain(reason: string): Explained {
  const name = keyOf(reason);
  const [what, todo] = [`payouts.why.${name}`, `payouts.todo.${name}`];
  if (!text.has(what) || !text.has(todo)) throw new Error(`no sentence for ${name}`);
  return { what: text(what, { code: reason }), todo: text(todo) };
}
