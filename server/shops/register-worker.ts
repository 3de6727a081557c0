// Asks the trade register for shops that signed up, outside of their requests: no sign-up waits for it or fails with it.
import { desc, eq, isNull, lte, or } from "drizzle-orm";
import type { Logger } from "pino";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Projections } from "../services.ts";
import type { Database } from "../store/database.ts";
import { registerChecks, shopProfiles } from "../store/schema/office.ts";
import { shops } from "../store/schema/projections.ts";
import type { RegisterChecks } from "./register-checks.ts";

export type RegisterWorker = {
  start: () => void;
  /** Resolves when the round under way is done. */
  stop: () => Promise<void>;
};

type Parts = {
  database: Database;
  projections: Projections;
  checks: Pick<RegisterChecks, "ask">;
  /** Unix time in seconds. */
  now: () => number;
  leads: () => boolean;
  log: Logger;
};

const ROUND_MS = 30_000;
const SHOPS_AT_ONCE = 50;

export function createRegisterWorker(parts: Parts): RegisterWorker {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | null = null;
  let isWanted = false;
  let isStopped = false;

  const round = async () => {
    if (!parts.leads()) return;
    for (const shopId of await dueShops(parts)) {
      if (isStopped) return;
      const reply = await parts.checks.ask(shopId);
      // What ails the register itself, the next shop would meet as well.
      if (reply?.kind === "failed" && reply.failure !== "unreadable") return;
    }
  };
  const run = () => {
    clearTimeout(timer);
    if (isStopped) return;
    if (underWay) {
      isWanted = true;
      return;
    }
    isWanted = false;
    underWay = round()
      .catch((err: unknown) => parts.log.warn({ err }, "shops could not be looked up"))
      .then(() => {
        underWay = null;
        if (isWanted) run();
        else if (!isStopped) timer = setTimeout(run, ROUND_MS).unref();
      });
  };
  let unfollow = () => {};
  return {
    start() {
      unfollow = parts.projections.onProjected((events) => {
        if (events.some(({ name }) => name === "ShopRegistered")) run();
      });
      run();
    },
    async stop() {
      isStopped = true;
      unfollow();
      clearTimeout(timer);
      await underWay;
    },
  };
}

/** Those that were never asked for, and those whose next try has come; the newest first, for somebody waits for it. */
async function dueShops({ database, now }: Parts): Promise<Hex[]> {
  const rows = await database
    .select({ shopId: shops.shopId })
    .from(shops)
    .innerJoin(shopProfiles, eq(shopProfiles.shopId, shops.shopId))
    .leftJoin(registerChecks, eq(registerChecks.shopId, shops.shopId))
    .where(or(isNull(registerChecks.shopId), lte(registerChecks.nextTryAt, now())))
    .orderBy(desc(shops.registeredAt), shops.shopId)
    .limit(SHOPS_AT_ONCE);
  return rows.map((row) => row.shopId);
}
