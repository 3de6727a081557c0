// Which accounts of a scheme still hold something: after its end that goes back to the scheme, some at a time.
import { and, count, eq, gt, sum } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { REGISTRATIONS_PER_REQUEST } from "../../wallet-web/shared/protocol/commands.ts";
import type { unspentAnswer } from "../http/schemas/desk.ts";
import type { Database } from "../store/database.ts";
import { beneficiaries } from "../store/schema/projections.ts";

/** As many as fit in one command, with what all of them hold. */
export async function unspentOf(
  database: Database,
  schemeId: Hex,
): Promise<z.input<typeof unspentAnswer>> {
  const where = and(eq(beneficiaries.schemeId, schemeId), gt(beneficiaries.balanceCents, 0n));
  const [next, [all]] = await Promise.all([
    database
      .select({ beneficiaryId: beneficiaries.beneficiaryId })
      .from(beneficiaries)
      .where(where)
      .orderBy(beneficiaries.beneficiaryId)
      .limit(REGISTRATIONS_PER_REQUEST),
    database
      .select({ accounts: count(), cents: sum(beneficiaries.balanceCents) })
      .from(beneficiaries)
      .where(where),
  ]);
  return {
    beneficiaryIds: next.map(({ beneficiaryId }) => beneficiaryId),
    accounts: all?.accounts ?? 0,
    balanceCents: all?.cents ?? "0",
  };
}
