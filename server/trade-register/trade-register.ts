// The trade register as the rest of the server sees it: who is registered under a number. It decides nothing about a shop.
import { z } from "zod";

/** One name under a number: the main branch, another branch, or the legal person behind them. */
export const registration = z.object({
  name: z.string().min(1).max(1_000),
  /** Null when the register doesn't say, as with a shielded address. */
  street: z.string().nullable(),
  place: z.string().nullable(),
  kind: z.enum(["main", "branch", "entity"]),
  isActive: z.boolean(),
});
export type Registration = z.infer<typeof registration>;

/**
 * Why there is no answer.
 * - `key-refused`: the register doesn't know our key.
 * - `busy`: it was asked too much.
 * - `away`: no connection, no answer in time, or a fault of its own.
 * - `unreadable`: an answer that isn't what it describes.
 */
export type Failure = "key-refused" | "busy" | "away" | "unreadable";

export type Reply =
  /** Empty: nobody has this number. */
  | { kind: "answered"; registrations: readonly Registration[] }
  /** `retryAfterSeconds`: as the register asks; null when it doesn't say. */
  | { kind: "failed"; failure: Failure; retryAfterSeconds: number | null };

export type TradeRegister = {
  /** Asks for one number of eight digits; nothing else goes out. Never throws. */
  lookUp(kvkNumber: string): Promise<Reply>;
};
