// What the accounts of each household add up to. Made anew from all of them whenever one changes: it can't drift from what they say.
import { sql } from "drizzle-orm";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { Transaction } from "../../store/database.ts";

const ACCOUNTS_PER_STATEMENT = 5_000;

/**
 * Adds up the households of these accounts, as the index has them now. Which household an account belongs to stands off the chain, before
 * the account is registered; one whose household is erased meanwhile (`for key share` waits for that) has none any more.
 */
export async function addUpHouseholds(
  tx: Transaction,
  changed: readonly { beneficiaryId: Hex }[],
): Promise<void> {
  for (let from = 0; from < changed.length; from += ACCOUNTS_PER_STATEMENT) {
    const some = changed.slice(from, from + ACCOUNTS_PER_STATEMENT);
    const ids = JSON.stringify(some.map(({ beneficiaryId }) => beneficiaryId));
    await tx.execute(sql`
      insert into household_accounts (
        household_id, scheme_id, letter_number, open_accounts, is_not_started, can_spend, has_paid, last_used_at
      )
      select h.household_id, h.scheme_id, h.letter_number, sums.*
      from households h
      cross join lateral (
        select count(*) filter (where b.state <> 'closed'),
          bool_or(b.state = 'registered'),
          bool_or(b.state = 'active' and b.balance_cents > 0), bool_or(b.has_paid), max(b.last_used_at)
        from household_beneficiaries m
        join beneficiaries b on b.beneficiary_id = m.beneficiary_id
        where m.household_id = h.household_id
      ) sums
      where h.household_id in (
        select household_id from household_beneficiaries
        where beneficiary_id in (select json_array_elements_text(${ids}::json))
      )
      order by h.household_id
      for key share of h
      on conflict (household_id) do update set
        open_accounts = excluded.open_accounts, is_not_started = excluded.is_not_started,
        can_spend = excluded.can_spend, has_paid = excluded.has_paid, last_used_at = excluded.last_used_at`);
  }
}
