// Finds the account that pays among the user's; it never picks one by guess.

import type { BankBalance } from "../bank.ts";
import { BankError } from "../bank-error.ts";
import type { Client } from "./client.ts";
import { accountSchema, accountsAnswer, type BunqAccount } from "./messages.ts";
import type { AccountPath } from "./movements.ts";

export interface SelectedAccount {
  /** Looked up once, then remembered. @throws BankError `refused` when it isn't clear which account is meant. */
  path(): Promise<AccountPath>;
  balance(): Promise<BankBalance>;
}

/** The active euro account with this IBAN, or with `null` the only one. */
export function selectAccount(client: Client, iban: string | null): SelectedAccount {
  let known: Promise<AccountPath> | null = null;

  async function read(): Promise<{ account: BunqAccount; path: AccountPath }> {
    const { userId } = await client.session();
    const listed = await client.get(
      accountsAnswer,
      `/user/${userId}/monetary-account-bank?count=200`,
    );
    const inEuros = listed.Response.map((entry) => entry.MonetaryAccountBank)
      .filter((entry) => entry.currency === "EUR")
      .map((entry) => accountSchema.safeParse(entry));
    const accounts = inEuros.flatMap((parsed) => (parsed.success ? [parsed.data] : []));
    if (
      accounts.length !== inEuros.length ||
      (accounts.length === 0 && listed.Response.length > 0)
    ) {
      throw new BankError("bad-answer", "The bank's list of accounts can't be read.");
    }
    const matches = accounts.filter(
      (account) => account.status === "ACTIVE" && (iban === null || ibanOf(account) === iban),
    );
    const [only] = matches;
    if (only === undefined || matches.length > 1) {
      const message = `${matches.length} active euro accounts match; set the IBAN of the one that pays.`;
      throw new BankError("refused", message);
    }
    const path = { path: `/user/${userId}/monetary-account/${only.id}`, accountId: only.id };
    return { account: only, path };
  }

  return {
    path() {
      // One look-up for all who ask meanwhile; a failed one is forgotten.
      known ??= read().then(
        ({ path }) => path,
        (error: unknown) => {
          known = null;
          throw error;
        },
      );
      return known;
    },
    async balance() {
      const { account } = await read();
      return {
        availableCents: account.balance,
        dailyLimitCents: account.daily_limit ?? null,
        iban: ibanOf(account) ?? "",
      };
    },
  };
}

function ibanOf(account: BunqAccount): string | null {
  return account.alias.find((alias) => alias.type === "IBAN")?.value.replaceAll(" ", "") ?? null;
}
