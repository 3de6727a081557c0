// Who did what an event tells: the task in the scheme, or what kind of device. Of people the chain knows keys only, and so does this.
import { and, eq, inArray, or } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { NO_SCHEME, type RoleName } from "../../wallet-web/shared/protocol/commands.ts";
import type { EventName } from "../chain/events.ts";
import type { timelineEvent } from "../http/schemas/timeline.ts";
import type { Database } from "../store/database.ts";
import { cards } from "../store/schema/cards.ts";
import { chainEvents } from "../store/schema/chain.ts";
import { devices, roleHolders } from "../store/schema/projections.ts";
import type { EventRow } from "./find.ts";

export type Who = z.input<typeof timelineEvent>["who"];
type Kind = Who["kind"];

/** Which roles the contract asks for an event, and who it was when it wasn't one of them. */
type Makers = { roles: readonly RoleName[]; otherwise: Kind };

const by = (...roles: RoleName[]): Makers => ({ roles, otherwise: "staff" });
const notStaff = (otherwise: Kind): Makers => ({ roles: [], otherwise });
/** The shop itself, or a validator that gives its owner another device. */
const shopOrValidator: Makers = { roles: ["validator"], otherwise: "shop" };
const treasurerOrSystem: Makers = { roles: ["treasurer"], otherwise: "system" };

const MAKERS: Record<EventName, Makers> = {
  SchemeOpened: by("sponsor"),
  SchemeFunded: by("sponsor"),
  SchemeWithdrawn: by("sponsor"),
  SchemePaused: by("guardian"),
  SchemeResumed: by("guardian"),
  SchemeClosed: by("sponsor"),
  RoleOffered: by("admin"),
  RoleOfferWithdrawn: by("admin"),
  RoleAccepted: notStaff("staff"),
  RoleWithdrawn: by("admin", "sponsor", "validator", "treasurer", "guardian"),
  SoleLimitsSet: by("sponsor"),
  ActProposed: by("sponsor", "validator"),
  ActConfirmed: by("sponsor", "validator"),
  ActWithdrawn: by("sponsor", "validator"),
  BeneficiaryRegistered: by("validator"),
  BeneficiaryToppedUp: by("validator"),
  BeneficiaryFrozen: by("validator", "guardian"),
  BeneficiaryUnfrozen: by("validator", "guardian"),
  BeneficiaryClosed: by("validator"),
  BeneficiaryExpired: { roles: ["sponsor", "validator"], otherwise: "system" },
  LoginCodeReissued: by("validator"),
  DeviceAdded: notStaff("phone"),
  DeviceRemoved: notStaff("phone"),
  CardLimitsSet: by("sponsor"),
  CardLinked: by("validator"),
  CardBlocked: by("validator", "guardian"),
  CardUnblocked: by("validator"),
  CardRemoved: by("validator"),
  CardSpent: notStaff("card"),
  CoSignerOffered: by("admin"),
  CoSignerSet: by("admin"),
  ShopRegistered: notStaff("shop"),
  ShopOwnerReplaced: shopOrValidator,
  TillAdded: shopOrValidator,
  TillRemoved: shopOrValidator,
  ShopAdmitted: by("validator"),
  ShopSuspended: by("validator", "guardian"),
  ShopResumed: by("validator"),
  IbanProposed: notStaff("shop"),
  IbanConfirmed: by("validator"),
  PaymentMade: notStaff("phone"),
  PaymentRefused: notStaff("phone"),
  PaymentRefunded: notStaff("till"),
  PaymentReversed: by("guardian"),
  MandateSet: by("treasurer"),
  PayoutOpened: treasurerOrSystem,
  PayoutSettled: treasurerOrSystem,
  PayoutReturned: treasurerOrSystem,
  ShopRepaid: by("treasurer"),
  RequestExecuted: notStaff("system"),
  RequestRefused: notStaff("system"),
};

/** Who made each event, in the order of the events. */
export async function whoMade(
  database: Database,
  schemeId: Hex,
  rows: readonly EventRow[],
): Promise<Who[]> {
  const senders = await sendersOf(database, rows);
  const keys = rows.map((row) => makerOf(row, senders));
  const addresses = [...new Set(keys.filter((key) => key !== null))];
  const [held, phones, printed] = await Promise.all([
    heldBy(database, schemeId, addresses),
    phonesAmong(database, addresses),
    cardsAmong(database, addresses),
  ]);
  return rows.map((row, index) => {
    const device = keys[index] ?? null;
    const makers = MAKERS[row.name as EventName];
    const roles = rolesAt(makers, held, { device, at: row.timestamp });
    if (roles.length > 0) return { kind: "staff", roles, device };
    const isLetter = row.name === "DeviceAdded" && device !== null && !phones.has(device);
    if (device !== null && printed.has(device)) return { kind: "card", roles: [], device };
    return { kind: isLetter ? "letter" : makers.otherwise, roles: [], device };
  });
}

/** The key that an event names, or else the one that signed the request. */
function makerOf({ name, args, requestId }: EventRow, senders: ReadonlyMap<Hex, Hex>): Hex | null {
  const named =
    name === "PaymentMade"
      ? args.device
      : name === "PaymentRefunded"
        ? args.till
        : (args.by ?? args.guardian);
  return ((named as Hex | undefined) ?? (requestId && senders.get(requestId))) || null;
}

/** Who signed the requests that these events came of. */
async function sendersOf(
  database: Database,
  rows: readonly EventRow[],
): Promise<ReadonlyMap<Hex, Hex>> {
  const requestIds = [...new Set(rows.map((row) => row.requestId).filter((id) => id !== null))];
  if (requestIds.length === 0) return new Map();
  const requests = await database
    .select({ requestId: chainEvents.requestId, args: chainEvents.args })
    .from(chainEvents)
    .where(
      and(inArray(chainEvents.requestId, requestIds), eq(chainEvents.name, "RequestExecuted")),
    );
  return new Map(requests.map(({ requestId, args }) => [requestId as Hex, args.from as Hex]));
}

type Held = Pick<typeof roleHolders.$inferSelect, "holder" | "role" | "acceptedAt" | "withdrawnAt">;

async function heldBy(
  database: Database,
  schemeId: Hex,
  addresses: readonly Hex[],
): Promise<Held[]> {
  if (addresses.length === 0) return [];
  return database
    .select()
    .from(roleHolders)
    .where(
      and(
        inArray(roleHolders.holder, [...addresses]),
        or(eq(roleHolders.schemeId, schemeId), eq(roleHolders.schemeId, NO_SCHEME)),
      ),
    );
}

async function phonesAmong(database: Database, addresses: readonly Hex[]): Promise<Set<Hex>> {
  if (addresses.length === 0) return new Set();
  const rows = await database
    .select({ device: devices.device })
    .from(devices)
    .where(inArray(devices.device, [...addresses]));
  return new Set(rows.map(({ device }) => device));
}

async function cardsAmong(database: Database, addresses: readonly Hex[]): Promise<Set<Hex>> {
  if (addresses.length === 0) return new Set();
  const rows = await database
    .select({ card: cards.card })
    .from(cards)
    .where(inArray(cards.card, [...addresses]));
  return new Set(rows.map(({ card }) => card));
}

/** Where the contract takes one role only, it was that one; else those that the device had at that moment. */
function rolesAt(
  { roles, otherwise }: Makers,
  held: readonly Held[],
  { device, at }: { device: Hex | null; at: number },
): RoleName[] {
  if (roles.length === 1 && otherwise === "staff") return [...roles];
  const own = held.filter(({ holder, role }) => holder === device && roles.includes(role));
  const then = own.filter(
    ({ acceptedAt, withdrawnAt }) =>
      acceptedAt <= at && (withdrawnAt === null || withdrawnAt >= at),
  );
  // A role that was given again forgets when it was first had.
  return (then.length > 0 ? then : own).map(({ role }) => role);
}
