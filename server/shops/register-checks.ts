// Keeps what the trade register says of a shop's number, sealed. It decides nothing: no answer admits or refuses a shop by itself.
import { inArray, lt } from "drizzle-orm";
import type { Logger } from "pino";
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { registerCheck } from "../http/schemas/desk.ts";
import type { Database } from "../store/database.ts";
import { registerChecks } from "../store/schema/office.ts";
import { isSameName } from "../trade-register/names.ts";
import {
  type Registration,
  type Reply,
  registration,
  type TradeRegister,
} from "../trade-register/trade-register.ts";
import type { Vault } from "../validator/vault.ts";
import type { Profiles, ShopProfile } from "./profiles.ts";

export type RegisterCheck = z.input<typeof registerCheck>;

export type RegisterChecks = {
  /** Whether this server has a register to ask. */
  canAsk: boolean;
  /**
   * Asks for a shop's number and keeps the answer with its time, or that there was none. Within seconds of the last time it
   * doesn't ask again. Null when there is nothing to ask, or the shop told nothing of itself.
   */
  ask(shopId: Hex): Promise<Reply | null>;
  /** How it stands with each of these shops. */
  ofShops(known: ReadonlyMap<Hex, ShopProfile>): Promise<Map<Hex, RegisterCheck>>;
};

type Row = typeof registerChecks.$inferSelect;
type Parts = {
  database: Database;
  vault: Vault;
  profiles: Pick<Profiles, "read">;
  /** Null when no key was set. */
  register: TradeRegister | null;
  /** Unix time in seconds. */
  now: () => number;
  log: Logger;
  onChecked: (shopId: Hex) => void;
};

const RECENT_SECONDS = 10;
const FIRST_RETRY_SECONDS = 60;
const MAX_RETRY_SECONDS = 6 * 3_600;
/** Two days of trying; after that a person asks. */
const MAX_FAILURES = 12;
/** A chain of shops has hundreds of branches; a person looks at a few. */
const MAX_KEPT = 20;

const keptAnswer = z.array(registration);
const placeOf = (shopId: Hex) => ({ table: "register_checks", column: "answer", id: shopId });

export function createRegisterChecks(parts: Parts): RegisterChecks {
  const { database, register } = parts;
  const rowsOf = async (shopIds: readonly Hex[]) =>
    shopIds.length === 0
      ? []
      : await database
          .select()
          .from(registerChecks)
          .where(inArray(registerChecks.shopId, [...shopIds]));
  return {
    canAsk: register !== null,

    async ask(shopId) {
      const profile = register && (await parts.profiles.read(shopId));
      if (!register || !profile) return null;
      const [before] = await rowsOf([shopId]);
      if (before && Math.abs(parts.now() - before.triedAt) < RECENT_SECONDS) return null;
      const askedAt = parts.now();
      const reply = await register.lookUp(profile.kvkNumber);
      await keep(parts, { shopId, profile, reply, askedAt, failures: before?.failures ?? 0 });
      parts.onChecked(shopId);
      return reply;
    },

    async ofShops(known) {
      const rows = new Map((await rowsOf([...known.keys()])).map((row) => [row.shopId, row]));
      return new Map(
        [...known].map(([shopId, { name }]) => {
          const row = rows.get(shopId);
          const answer = row ? open(parts.vault, row) : null;
          return [shopId, { ...show(answer, name), ...timesOf(row), canAsk: register !== null }];
        }),
      );
    },
  };
}

async function keep(
  { database, vault, now, log }: Parts,
  given: { shopId: Hex; profile: ShopProfile; reply: Reply; askedAt: number; failures: number },
): Promise<void> {
  const { shopId, profile, reply } = given;
  const at = now();
  if (reply.kind === "failed")
    log.warn({ failure: reply.failure }, "the trade register gave no answer");
  const failures = reply.kind === "failed" ? given.failures + 1 : 0;
  const change = {
    triedAt: at,
    failures,
    ...(reply.kind === "failed"
      ? { nextTryAt: nextTryAt(at, { failures, reply }) }
      : {
          nextTryAt: null,
          answeredAt: at,
          answer: vault.seal(placeOf(shopId), JSON.stringify(pick(reply.registrations, profile))),
        }),
  };
  await database
    .insert(registerChecks)
    .values({ shopId, ...change })
    .onConflictDoUpdate({
      target: registerChecks.shopId,
      set: change,
      // What somebody else heard meanwhile stands: it is no worse than having heard nothing.
      ...(reply.kind === "failed" && { setWhere: lt(registerChecks.triedAt, given.askedAt) }),
    });
}

/** The ones that tell most: active before ended, those of the shop's own name first, then the main branch. */
function pick(registrations: readonly Registration[], { name }: ShopProfile): Registration[] {
  const rank = (one: Registration) =>
    (one.isActive ? 0 : 8) +
    (isSameName(one.name, name) ? 0 : 4) +
    ["main", "branch", "entity"].indexOf(one.kind);
  return [...registrations].sort((one, other) => rank(one) - rank(other)).slice(0, MAX_KEPT);
}

function nextTryAt(
  at: number,
  { failures, reply }: { failures: number; reply: Extract<Reply, { kind: "failed" }> },
): number | null {
  if (failures >= MAX_FAILURES) return null;
  const doubled = Math.min(FIRST_RETRY_SECONDS * 2 ** (failures - 1), MAX_RETRY_SECONDS);
  return at + Math.max(doubled, reply.retryAfterSeconds ?? 0);
}

const open = (vault: Vault, { shopId, answer }: Row): Registration[] | null =>
  answer === null ? null : keptAnswer.parse(JSON.parse(vault.open(placeOf(shopId), answer)));

function timesOf(row: Row | undefined): Pick<RegisterCheck, "at" | "failedAt"> {
  return {
    at: row?.answeredAt ?? null,
    failedAt: row && row.failures > 0 ? row.triedAt : null,
  };
}

function show(
  answer: readonly Registration[] | null,
  said: string,
): Pick<RegisterCheck, "state" | "registered" | "isNameSame" | "others"> {
  const [first, ...others] = answer ?? [];
  if (!answer || !first) {
    const state = answer ? ("not-found" as const) : ("unasked" as const);
    return { state, registered: null, isNameSame: null, others: [] };
  }
  const { isActive, ...registered } = first;
  const same = isSameName(first.name, said);
  const names = others.map(({ name }) => name).filter((name) => name !== first.name);
  return {
    state: isActive ? "found" : "ended",
    registered,
    isNameSame: same,
    others: same ? [] : [...new Set(names)],
  };
}
