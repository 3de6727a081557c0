// Whether and up to what tills may accept payments without a connection: the sponsor's signed decisions. It moves no money.
import { and, desc, eq, inArray, lte } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import {
  NEVER,
  type OfflineTerms,
  offlineTermsDigest,
} from "../../wallet-web/shared/protocol/offline-terms.ts";
import { addressOf } from "../../wallet-web/shared/protocol/signer.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import type { offlineTermsBody } from "../http/schemas/offline.ts";
import type { Database } from "../store/database.ts";
import { offlineTerms } from "../store/schema/offline.ts";
import { authorityOf, requireRole } from "../validator/authority.ts";
import type { Session } from "../validator/sessions.ts";
import { requireSigner } from "../validator/signatures.ts";

const FRESH_SECONDS = 600;

/** @throws {AppError} `role-missing`, `signature-invalid`, `signer-mismatch`, `decision-stale` */
export type SetOfflineTerms = (given: {
  session: Session;
  schemeId: Hex;
  body: z.output<typeof offlineTermsBody>;
}) => Promise<{ decisionId: Hex }>;

export function createSetOfflineTerms(given: {
  database: Database;
  deployment: Deployment;
  now: () => number;
}): SetOfflineTerms {
  const { database } = given;
  return async ({ session, schemeId, body }) => {
    const { signature, at, ...terms } = body;
    const decisionId = offlineTermsDigest(given.deployment, { schemeId, terms, at });
    requireSigner(decisionId, signature);
    const by = addressOf(signature);
    if (!session.addresses.includes(by)) throw new AppError("signer-mismatch", { actual: by });
    requireRole(await authorityOf(database, [by]), schemeId, ["sponsor"]);
    const last = await lastDecision(database, { schemeId });
    if (last?.decisionId === decisionId) return { decisionId };
    // An older one, sent again, must not undo what was decided since.
    const isOld = last !== undefined && last.at >= at;
    if (isOld || Math.abs(given.now() - at) > FRESH_SECONDS) throw new AppError("decision-stale");
    const row = { decisionId, schemeId, ...terms, by, signature: JSON.stringify(signature), at };
    await database.insert(offlineTerms).values(row).onConflictDoNothing();
    return { decisionId };
  };
}

/** What held in a scheme at a moment (Unix seconds). */
export async function offlineTermsAt(
  database: Pick<Database, "select">,
  given: { schemeId: Hex; at: number },
): Promise<OfflineTerms> {
  return (await lastDecision(database, given)) ?? NEVER;
}

/** What holds now, by scheme; one that nothing was decided about is left out. */
export async function offlineTermsOf(
  database: Database,
  schemeIds: readonly Hex[],
): Promise<Map<Hex, OfflineTerms>> {
  const rows = await database
    .selectDistinctOn([offlineTerms.schemeId])
    .from(offlineTerms)
    .where(inArray(offlineTerms.schemeId, [...schemeIds]))
    .orderBy(offlineTerms.schemeId, desc(offlineTerms.at));
  return new Map(rows.map((row) => [row.schemeId, row]));
}

async function lastDecision(
  database: Pick<Database, "select">,
  { schemeId, at }: { schemeId: Hex; at?: number },
) {
  const [row] = await database
    .select()
    .from(offlineTerms)
    .where(
      and(
        eq(offlineTerms.schemeId, schemeId),
        at === undefined ? undefined : lte(offlineTerms.at, at),
      ),
    )
    .orderBy(desc(offlineTerms.at))
    .limit(1);
  return row;
}
