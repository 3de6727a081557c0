// Why a payout waits, was refused or came back, and what to do about it: one sentence each, in words that need no bank.
import { text } from "../text.ts";
import { keyOf } from "./reason-codes.ts";

export type Explained = { what: string; todo: string };

/** The sentences of a reason; a code without its own has the general ones, with the code in it. */
export function explain(reason: string): Explained {
  const name = keyOf(reason);
  const [what, todo] = [`payouts.why.${name}`, `payouts.todo.${name}`];
  if (!text.has(what) || !text.has(todo)) throw new Error(`no sentence for ${name}`);
  return { what: text(what, { code: reason }), todo: text(todo) };
}
