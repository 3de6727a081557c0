// The tills of a shop: what its owner calls each and lets it see, and which are links that wait for a device. What a till may do
// stands on the chain alone.
import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SignedRequest } from "../../wallet-web/shared/protocol/sign-command.ts";
import { type Deployment, requestDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError, isAppError } from "../errors/app-error.ts";
import type { newTillBody, schemeTillListAnswer, tillListAnswer } from "../http/schemas/shop.ts";
import type { Announce } from "../payments/announcement.ts";
import type { Database, Transaction } from "../store/database.ts";
import { cardCharges } from "../store/schema/cards.ts";
import { paymentRequests, tillProfiles } from "../store/schema/office.ts";
import { corrections, payments, shopAccounts, shops, tills } from "../store/schema/projections.ts";
import { argumentsOf, type CommandReader, hexArgument } from "../validator/commands.ts";
import type { Executed, RelayRequest } from "../validator/requests.ts";
import type { Vault } from "../validator/vault.ts";

type UsedTill = z.input<typeof tillListAnswer>["tills"][number];
type ShownTill = Omit<UsedTill, "lastUsedAt">;
type Described = { name: string; seesMoney: boolean };

export type ShopTills = {
  /** Tills that may charge, oldest first, and those that had a name and may not any more. */
  ofShop(shopId: Hex): Promise<{ active: ShownTill[]; former: { address: Hex; name: string }[] }>;
  /** As the owner manages them, with when each was last used. */
  list(shopId: Hex): Promise<UsedTill[]>;
  /** As a scheme's validator sees them. @throws {AppError} `shop-unknown` when the shop isn't in the scheme. */
  ofScheme(given: { schemeId: Hex; shopId: Hex }): Promise<z.input<typeof schemeTillListAnswer>>;
  /** Makes the key of a one-time link the shop's owner. @throws {AppError} with the ledger's refusal. */
  replaceOwner(signed: SignedRequest): Promise<Executed>;
  /** Adds the key of a one-time link as a till, with its name. @throws {AppError} with the ledger's refusal. */
  add(shopId: Hex, body: z.output<typeof newTillBody>): Promise<void>;
  /** @throws {AppError} `till-unknown` when it may not charge for this shop. */
  describe(given: { shopId: Hex; till: Hex }, described: Described): Promise<void>;
  /** Takes what a link was called to the device that took it over. */
  moveProfile(tx: Transaction, from: Hex, to: Hex): Promise<void>;
  /** Whether one of these keys was a till once, of whichever shop. */
  wasTill(addresses: readonly Hex[]): Promise<boolean>;
};

type Given = {
  database: Database;
  vault: Vault;
  deployment: Deployment;
  readCommand: CommandReader;
  relayRequest: RelayRequest;
  announce: Announce;
  now: () => number;
};

const placeOf = (till: Hex, shopId: Hex) => ({
  table: "till_profiles",
  column: "name",
  id: `${till}/${shopId}`,
});

export function createShopTills(given: Given): ShopTills {
  const { database } = given;
  const ofShop = (shopId: Hex) => readTills(given, shopId);
  return {
    ofShop,

    list: (shopId) => listTills(given, shopId),

    async ofScheme({ schemeId, shopId }) {
      const [shop] = await database
        .select({ homeSchemeId: shops.homeSchemeId })
        .from(shops)
        .innerJoin(shopAccounts, eq(shopAccounts.shopId, shops.shopId))
        .where(and(eq(shops.shopId, shopId), eq(shopAccounts.schemeId, schemeId)));
      if (!shop) throw new AppError("shop-unknown", { shopId });
      const listed = await listTills(given, shopId);
      const shown = listed.map(({ name: _name, seesMoney: _seesMoney, ...till }) => till);
      return { isHome: shop.homeSchemeId === schemeId, tills: shown };
    },

    replaceOwner: (signed) => replaceOwner(given, signed),
    add: (shopId, body) => addTill(given, shopId, body),

    async describe({ shopId, till }, { name, seesMoney }) {
      const [known] = await database
        .select({ till: tills.till })
        .from(tills)
        .where(and(eq(tills.till, till), eq(tills.shopId, shopId), isNull(tills.removedAt)));
      if (!known) throw new AppError("till-unknown", { till, shopId });
      const sealed = given.vault.seal(placeOf(till, shopId), name);
      await database
        .insert(tillProfiles)
        .values({ till, shopId, name: sealed, seesMoney, isLink: false, createdAt: given.now() })
        .onConflictDoUpdate({
          target: [tillProfiles.till, tillProfiles.shopId],
          set: { name: sealed, seesMoney },
        });
      given.announce({ type: "till-described", shopId, till });
    },

    moveProfile: (tx, from, to) => moveProfile(given, tx, { from, to }),

    async wasTill(addresses) {
      const rows = await database
        .select({ till: tills.till })
        .from(tills)
        .where(and(inArray(tills.till, [...addresses]), isNotNull(tills.removedAt)))
        .limit(1);
      return rows.length > 0;
    },
  };
}

async function readTills({ database, vault }: Given, shopId: Hex) {
  const rows = await database
    .select({ till: tills, profile: tillProfiles, owner: shops.owner })
    .from(tills)
    .innerJoin(shops, eq(shops.shopId, tills.shopId))
    .leftJoin(
      tillProfiles,
      and(eq(tillProfiles.till, tills.till), eq(tillProfiles.shopId, tills.shopId)),
    )
    .where(eq(tills.shopId, shopId))
    .orderBy(tills.addedAt, tills.till);
  const shown = rows.map(({ till, profile, owner }) => ({
    removedAt: till.removedAt,
    address: till.till,
    addedAt: till.addedAt,
    name: profile && (vault.open(placeOf(till.till, shopId), profile.name) || null),
    owner: till.till === owner,
    seesMoney: till.till === owner || (profile?.seesMoney ?? false),
    isLink: profile?.isLink ?? false,
  }));
  const former = shown.flatMap(({ removedAt, address, name, isLink }) =>
    removedAt !== null && name !== null && !isLink ? [{ address, name }] : [],
  );
  return { active: shown.filter(({ removedAt }) => removedAt === null), former };
}

async function listTills(given: Given, shopId: Hex): Promise<UsedTill[]> {
  const [{ active }, used] = await Promise.all([
    readTills(given, shopId),
    lastUses(given.database, shopId),
  ]);
  return active.map((till) => ({ ...till, lastUsedAt: used.get(till.address) ?? null }));
}

async function addTill(
  given: Given,
  shopId: Hex,
  body: z.output<typeof newTillBody>,
): Promise<void> {
  const [shop, key] = argumentsOf(given.readCommand(body.request), "addTill");
  const till = hexArgument(key);
  if (hexArgument(shop) !== shopId) throw new AppError("command-mismatch");
  const { name, seesMoney, request } = body;
  await relayLink(given, { till, shopId, name, seesMoney }, request);
}

async function replaceOwner(given: Given, signed: SignedRequest): Promise<Executed> {
  const [shop, key] = argumentsOf(given.readCommand(signed), "replaceShopOwner");
  const link = { till: hexArgument(key), shopId: hexArgument(shop), name: "", seesMoney: true };
  return relayLink(given, link, signed);
}

/** A link's key becomes a till or the owner; that it waits for its device, and its name, stay here. */
async function relayLink(
  given: Given,
  link: Described & { till: Hex; shopId: Hex },
  signed: SignedRequest,
): Promise<Executed> {
  const { till, shopId, seesMoney } = link;
  const requestId = requestDigest(given.deployment, signed.request);
  try {
    return await given.relayRequest(signed, async (tx) => {
      const name = given.vault.seal(placeOf(till, shopId), link.name);
      const createdAt = given.now();
      await tx
        .insert(tillProfiles)
        .values({ till, shopId, name, seesMoney, isLink: true, requestId, createdAt })
        .onConflictDoNothing();
    });
  } catch (error) {
    // What the ledger refused is no till: its name goes as well.
    if (isAppError(error)) {
      const isIts = and(eq(tillProfiles.till, till), eq(tillProfiles.requestId, requestId));
      await given.database.delete(tillProfiles).where(isIts);
    }
    throw error;
  }
}

async function moveProfile(
  { vault, now }: Given,
  tx: Transaction,
  { from, to }: { from: Hex; to: Hex },
): Promise<void> {
  const links = await tx
    .select()
    .from(tillProfiles)
    .where(and(eq(tillProfiles.till, from), eq(tillProfiles.isLink, true)));
  for (const { shopId, name, seesMoney } of links) {
    const moved = vault.seal(placeOf(to, shopId), vault.open(placeOf(from, shopId), name));
    await tx
      .insert(tillProfiles)
      .values({ till: to, shopId, name: moved, seesMoney, isLink: false, createdAt: now() })
      .onConflictDoNothing();
  }
}

/** When each till of a shop last charged or took a card, asked to be paid, or gave back. */
async function lastUses(database: Database, shopId: Hex): Promise<Map<Hex, number>> {
  const charging = sql<Hex | null>`coalesce(${payments.till}, ${cardCharges.till})`;
  const [charged, asked, gaveBack] = await Promise.all([
    database
      .select({ till: charging, at: sql<string>`max(${payments.paidAt})` })
      .from(payments)
      .leftJoin(cardCharges, eq(cardCharges.paymentId, payments.paymentId))
      .where(eq(payments.shopId, shopId))
      .groupBy(charging),
    database
      .select({ till: paymentRequests.till, at: sql<string>`max(${paymentRequests.createdAt})` })
      .from(paymentRequests)
      .where(eq(paymentRequests.shopId, shopId))
      .groupBy(paymentRequests.till),
    database
      .select({ till: corrections.by, at: sql<string>`max(${corrections.at})` })
      .from(corrections)
      .where(eq(corrections.shopId, shopId))
      .groupBy(corrections.by),
  ]);
  const last = new Map<Hex, number>();
  for (const { till, at } of [...charged, ...asked, ...gaveBack]) {
    if (till !== null) last.set(till, Math.max(last.get(till) ?? 0, Number(at)));
  }
  return last;
}
