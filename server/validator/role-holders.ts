// Who holds which role now: known by keys alone, as on the chain.
import { and, asc, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { NO_SCHEME } from "../../wallet-web/shared/protocol/commands.ts";
import type { roleHoldersAnswer } from "../http/schemas/desk.ts";
import type { Database } from "../store/database.ts";
import { roleHolders } from "../store/schema/projections.ts";

/** Of a scheme, and framework-setters, who hold theirs for all. */
export async function roleHoldersOf(
  database: Database,
  schemeId: Hex,
): Promise<z.input<typeof roleHoldersAnswer>> {
  const { role, holder, candidate, acceptedAt } = roleHolders;
  const holders = await database
    .select({ schemeId: roleHolders.schemeId, role, holder, candidate, acceptedAt })
    .from(roleHolders)
    .where(
      and(inArray(roleHolders.schemeId, [schemeId, NO_SCHEME]), isNull(roleHolders.withdrawnAt)),
    )
    .orderBy(asc(role), asc(acceptedAt), asc(holder));
  return { holders };
}
