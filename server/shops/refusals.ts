// Keeps that a validator doesn't let a shop take part, and why; a shop that is admitted later was let in all the same.
import { and, desc, eq, inArray } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { shopRefusalDigest } from "../../wallet-web/shared/protocol/shop-refusal.ts";
import { addressOf } from "../../wallet-web/shared/protocol/signer.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import type { shopRefusalBody } from "../http/schemas/shop.ts";
import type { Announce } from "../payments/announcement.ts";
import type { Database } from "../store/database.ts";
import { shopRefusals } from "../store/schema/office.ts";
import { shopAccounts, shops } from "../store/schema/projections.ts";
import { authorityOf, requireRole } from "../validator/authority.ts";
import type { Session } from "../validator/sessions.ts";
import { requireSigner } from "../validator/signatures.ts";
import type { Vault } from "../validator/vault.ts";

const FRESH_SECONDS = 600;

export type Refusal = { reason: string; at: number };
type Place = { schemeId: Hex; shopId: Hex };
type Parts = {
  database: Database;
  vault: Vault;
  deployment: Deployment;
  now: () => number;
  announce: Announce;
};

export type ShopRefusals = {
  /** @throws {AppError} `role-missing`, `signature-invalid`, `signer-mismatch`, `decision-stale`, `shop-unknown`, `shop-already-admitted` */
  refuse(
    given: Place & { session: Session; body: z.output<typeof shopRefusalBody> },
  ): Promise<Refusal>;
  /** The last one of each shop; of one scheme, or of whichever was last. */
  ofShops(shopIds: readonly Hex[], schemeId?: Hex): Promise<Map<Hex, Refusal>>;
};

export function createShopRefusals(parts: Parts): ShopRefusals {
  return {
    refuse: async ({ schemeId, shopId, session, body }) => {
      const { signature, at, reason } = body;
      const refusal = { schemeId, shopId, reason, at };
      const decisionId = shopRefusalDigest(parts.deployment, refusal);
      requireSigner(decisionId, signature);
      const by = addressOf(signature);
      if (!session.addresses.includes(by)) throw new AppError("signer-mismatch", { actual: by });
      requireRole(await authorityOf(parts.database, [by]), schemeId, ["validator"]);
      if (Math.abs(parts.now() - at) > FRESH_SECONDS) throw new AppError("decision-stale");
      await demandWaiting(parts.database, { schemeId, shopId });
      await parts.database
        .insert(shopRefusals)
        .values({
          ...{ decisionId, schemeId, shopId, by, at },
          reason: parts.vault.seal(reasonPlace(decisionId), reason),
          signature: JSON.stringify(signature),
        })
        .onConflictDoNothing();
      parts.announce({ type: "shop-refused", shopId });
      return { reason, at };
    },
    ofShops: (shopIds, schemeId) => lastOf(parts, shopIds, schemeId),
  };
}

async function demandWaiting(database: Database, { schemeId, shopId }: Place): Promise<void> {
  const [row] = await database
    .select({ shopId: shops.shopId, admitted: shopAccounts.shopId })
    .from(shops)
    .leftJoin(
      shopAccounts,
      and(eq(shopAccounts.shopId, shops.shopId), eq(shopAccounts.schemeId, schemeId)),
    )
    .where(eq(shops.shopId, shopId));
  if (!row) throw new AppError("shop-unknown", { shopId });
  if (row.admitted) throw new AppError("shop-already-admitted", { schemeId, shopId });
}

async function lastOf(
  { database, vault }: Parts,
  shopIds: readonly Hex[],
  schemeId?: Hex,
): Promise<Map<Hex, Refusal>> {
  if (shopIds.length === 0) return new Map();
  const rows = await database
    .selectDistinctOn([shopRefusals.shopId])
    .from(shopRefusals)
    .where(
      and(
        inArray(shopRefusals.shopId, [...shopIds]),
        schemeId === undefined ? undefined : eq(shopRefusals.schemeId, schemeId),
      ),
    )
    .orderBy(shopRefusals.shopId, desc(shopRefusals.at));
  return new Map(
    rows.map(({ shopId, decisionId, reason, at }) => [
      shopId,
      { reason: vault.open(reasonPlace(decisionId), reason), at },
    ]),
  );
}

const reasonPlace = (decisionId: Hex) => ({
  table: "shop_refusals",
  column: "reason",
  id: decisionId,
});
