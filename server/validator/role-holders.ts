// Who holds which role now: known by keys alone, as on the chain.
import { and, asc, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { NO_SCHEME } from "../../wallet-web/shared/protocol/commands.ts";
import type { roleHoldersAnswer } from "../http/schemas/desk.ts";
import type { Database } from "../store/database.ts";
import { roleHolders } from "../store/schema/projections.ts";

/**
 * Of a scheme, and framework-setters, who hold theirs for all: each with every role that it has, in other schemes too. Who takes the
 * roles of a lost device must see all of them.
 */
export async function roleHoldersOf(
  database: Database,
  schemeId: Hex,
): Promise<z.input<typeof roleHoldersAnswer>> {
  const { role, holder, candidate, acceptedAt } = roleHolders;
  const isHeld = isNull(roleHolders.withdrawnAt);
  const here = database
    .select({ holder })
    .from(roleHolders)
    .where(and(inArray(roleHolders.schemeId, [schemeId, NO_SCHEME]), isHeld));
  const holders = await database
    .select({ schemeId: roleHolders.schemeId, role, holder, candidate, acceptedAt })
    .from(roleHolders)
    .where(and(inArray(holder, here), isHeld))
    .orderBy(asc(role), asc(acceptedAt), asc(holder));
  return { holders };
}
