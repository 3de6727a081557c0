// Looking at a family: a reason first, which is kept; then some minutes in which it need not be given again.
import { and, count, desc, eq, gt, gte, inArray, lt, or, type SQL } from "drizzle-orm";
import type { z } from "zod";
import { type Hex, type RandomBytes, randomId } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type { accessLogAnswer, accessLogQuery, lookBody } from "../http/schemas/households.ts";
import type { Database } from "../store/database.ts";
import { orderOf } from "../store/order.ts";
import { accessLog } from "../store/schema/access.ts";
import { householdBeneficiaries, households } from "../store/schema/office.ts";
import { type Authority, holdsRole } from "./authority.ts";
import { normaliseClientNumber } from "./household-csv/rows.ts";
import type { Vault } from "./vault.ts";

/** One telephone call is asked once. */
export const LOOK_SECONDS = 15 * 60;

export type LogEntry = z.input<typeof accessLogAnswer>["looks"][number];
type LogFilter = { schemeId: Hex } & Pick<
  z.output<typeof accessLogQuery>,
  "from" | "until" | "viewer" | "number"
>;

type Page = Pick<z.output<typeof accessLogQuery>, "offset" | "limit" | "sort">;

export type Looks = {
  /** Keeps the reason. While the last one still holds, it keeps no second. @throws {AppError} `role-missing`, `not-found` */
  open(given: {
    schemeId: Hex;
    viewer: Authority;
    look: z.output<typeof lookBody>;
  }): Promise<{ householdId: Hex; endsAt: number }>;
  /** Until when the viewer may see this family. @throws {AppError} `look-reason-needed` */
  demand(viewer: Pick<Authority, "addresses">, householdId: Hex): Promise<number>;
  /** As `demand`, of a child's account. One whose family is erased is nobody's, and needs none. */
  demandForBeneficiary(viewer: Pick<Authority, "addresses">, beneficiaryId: Hex): Promise<void>;
  /** Who looked at whom, newest first. */
  list(filter: LogFilter, page: Page): Promise<{ looks: LogEntry[]; total: number }>;
  /** All of them in the same order, some at a time. */
  pages(filter: LogFilter): AsyncIterable<LogEntry[]>;
};

const LOOKS_PER_PAGE = 1_000;

type Parts = { database: Database; vault: Vault; random: RandomBytes; now: () => number };

export const notePlace = (lookId: Hex) => ({ table: "access_log", column: "note", id: lookId });

export function createLooks(parts: Parts): Looks {
  const { database, vault, now } = parts;

  const freshEnd = async (addresses: readonly Hex[], householdId: Hex): Promise<number | null> => {
    const [last] = await database
      .select({ at: accessLog.at })
      .from(accessLog)
      .where(
        and(
          eq(accessLog.householdId, householdId),
          inArray(accessLog.viewer, [...addresses]),
          gt(accessLog.at, now() - LOOK_SECONDS),
        ),
      )
      .orderBy(desc(accessLog.at))
      .limit(1);
    return last ? last.at + LOOK_SECONDS : null;
  };

  const demand = async ({ addresses }: Pick<Authority, "addresses">, householdId: Hex) => {
    const endsAt = await freshEnd(addresses, householdId);
    if (endsAt === null) throw new AppError("look-reason-needed");
    return endsAt;
  };

  return {
    demand,

    async open({ schemeId, viewer, look }) {
      const role = roleOf(viewer, schemeId);
      const householdId = await householdMeant(database, schemeId, look);
      const endsAt = await freshEnd(viewer.addresses, householdId);
      if (endsAt !== null) return { householdId, endsAt };
      const lookId = randomId(parts.random);
      const [address = "0x" as Hex] = viewer.addresses;
      const note = look.note === "" ? null : vault.seal(notePlace(lookId), look.note);
      const at = now();
      await database.insert(accessLog).values({
        lookId,
        schemeId,
        householdId,
        viewer: address,
        role,
        reason: look.reason,
        note,
        at,
      });
      return { householdId, endsAt: at + LOOK_SECONDS };
    },

    async demandForBeneficiary(viewer, beneficiaryId) {
      const [row] = await database
        .select({ householdId: householdBeneficiaries.householdId })
        .from(householdBeneficiaries)
        .where(eq(householdBeneficiaries.beneficiaryId, beneficiaryId));
      if (row) await demand(viewer, row.householdId);
    },

    list: (filter, page) => listLooks(parts, filter, page),
    pages: (filter) => pagesOfLooks(parts, filter),
  };
}

/** In which role somebody looks. @throws {AppError} `role-missing` */
function roleOf(viewer: Authority, schemeId: Hex): "validator" | "guardian" {
  if (holdsRole(viewer, schemeId, ["validator"])) return "validator";
  if (holdsRole(viewer, schemeId, ["guardian"])) return "guardian";
  throw new AppError("role-missing");
}

async function householdMeant(
  database: Database,
  schemeId: Hex,
  look: Pick<z.output<typeof lookBody>, "householdId" | "beneficiaryId">,
): Promise<Hex> {
  const { householdId, beneficiaryId } = look;
  const isMeant = householdId
    ? eq(households.householdId, householdId)
    : eq(householdBeneficiaries.beneficiaryId, beneficiaryId ?? "0x");
  const [found] = await database
    .select({ householdId: households.householdId })
    .from(households)
    .innerJoin(
      householdBeneficiaries,
      eq(householdBeneficiaries.householdId, households.householdId),
    )
    .where(and(eq(households.schemeId, schemeId), isMeant))
    .limit(1);
  if (!found) throw new AppError("not-found");
  return found.householdId;
}

async function listLooks(
  parts: Parts,
  filter: LogFilter,
  page: Page,
): Promise<{ looks: LogEntry[]; total: number }> {
  const where = isMeant(parts, filter);
  const [rows, [whole]] = await Promise.all([
    inOrder(parts.database, where, page.sort).offset(page.offset).limit(page.limit),
    parts.database.select({ total: count() }).from(accessLog).where(where),
  ]);
  return { looks: await showLooks(parts, rows), total: whole?.total ?? 0 };
}

/** Each page begins after the last row of the one before: a look that comes meanwhile shifts nothing. */
async function* pagesOfLooks(parts: Parts, filter: LogFilter): AsyncGenerator<LogEntry[]> {
  const where = isMeant(parts, filter);
  for (let after: SQL | undefined; ; ) {
    const rows = await inOrder(parts.database, and(where, after)).limit(LOOKS_PER_PAGE);
    const last = rows.at(-1);
    if (!last) return;
    yield await showLooks(parts, rows);
    const { at, lookId } = last;
    after = or(lt(accessLog.at, at), and(eq(accessLog.at, at), gt(accessLog.lookId, lookId)));
  }
}

function isMeant({ database, vault }: Parts, filter: LogFilter): SQL | undefined {
  return and(
    eq(accessLog.schemeId, filter.schemeId),
    filter.from === undefined ? undefined : gte(accessLog.at, filter.from),
    filter.until === undefined ? undefined : lt(accessLog.at, filter.until),
    filter.viewer && eq(accessLog.viewer, filter.viewer),
    filter.number === undefined
      ? undefined
      : inArray(
          accessLog.householdId,
          database
            .select({ id: households.householdId })
            .from(households)
            .where(isNumbered(vault, filter.schemeId, filter.number)),
        ),
  );
}

const COLUMNS = {
  at: accessLog.at,
  role: accessLog.role,
  viewer: accessLog.viewer,
  reason: accessLog.reason,
};

const inOrder = (database: Database, where: SQL | undefined, sort?: Page["sort"]) =>
  database
    .select()
    .from(accessLog)
    .where(where)
    .orderBy(...orderOf(sort, COLUMNS), desc(accessLog.at), accessLog.lookId)
    .$dynamic();

async function showLooks(
  { database, vault }: Parts,
  rows: readonly (typeof accessLog.$inferSelect)[],
): Promise<LogEntry[]> {
  const ids = rows.map(({ householdId }) => householdId).filter((id) => id !== null);
  const known = await database
    .select({ householdId: households.householdId, letterNumber: households.letterNumber })
    .from(households)
    .where(inArray(households.householdId, [...new Set(ids)]));
  const letters = new Map(known.map((one) => [one.householdId, one.letterNumber]));
  return rows.map((look) => ({
    lookId: look.lookId,
    at: look.at,
    viewer: look.viewer,
    role: look.role,
    letterNumber: (look.householdId && letters.get(look.householdId)) ?? null,
    reason: look.reason,
    note: look.note === null ? "" : vault.open(notePlace(look.lookId), look.note),
  }));
}

/** A household by what a caller can read out: the client number, or the number of the letter. */
export function isNumbered(vault: Vault, schemeId: Hex, number: string): SQL | undefined {
  const mac = vault.mac("client-number", normaliseClientNumber(number));
  const letter = /^[0-9]{1,9}$/.test(number) ? Number(number) : null;
  return and(
    eq(households.schemeId, schemeId),
    letter === null
      ? eq(households.clientNumberMac, mac)
      : or(eq(households.clientNumberMac, mac), eq(households.letterNumber, letter)),
  );
}
