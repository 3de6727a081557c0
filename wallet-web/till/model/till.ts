// All that the till works with: its key, the shop it belongs to, the server, and what is known of them.
import { type Api, createApi } from "../../shared/api.ts";
import type { MyShopAnswer, PaymentAnswer, PayoutAnswer } from "../../shared/api-types.ts";
import { type AppDatabase, openAppDatabase } from "../../shared/database.ts";
import { type Deployments, openDeployments } from "../../shared/deployment.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { Signer } from "../../shared/protocol/signer.ts";
import { createSession, type Session } from "../../shared/session.ts";
import { createStore, type Store } from "../../shared/store.ts";
import type { KeptRequest } from "./ask.ts";
import type { PendingCharge } from "./charge.ts";
import { type KeptList, openKeptList } from "./kept-list.ts";
import type { LatePayment } from "./late.ts";
import type { AcceptedCharge } from "./offline/queue.ts";

const KEY = "till";
const SHOP = "shop";
export const ACCEPTED = "accepted-charges";

export type Till = {
  database: AppDatabase;
  /** Without a session: what anyone may ask. */
  openApi: Api;
  /** In the name of this till. */
  api: Api;
  session: Session;
  deployments: Deployments;
  /** The shop this till belongs to, as last heard; null when it is no till yet. */
  shop: Store<MyShopAnswer | null>;
  /** Payments at this shop, newest first. */
  payments: Store<readonly PaymentAnswer[]>;
  payouts: Store<readonly PayoutAnswer[]>;
  isLive: Store<boolean>;
  /** Charges that were sent and of which the result isn't known yet. */
  pending: KeptList<PendingCharge>;
  /** Requests that somebody could still pay, as far as this till knows: the one that it shows, and those that it left. */
  requests: KeptList<KeptRequest>;
  /** Payments that came while nobody watched, until somebody has seen that. */
  late: KeptList<LatePayment>;
  /** What was accepted without a connection, newest first; ended ones too, for some days. */
  accepted: Store<readonly AcceptedCharge[]>;
  /** What this device was before its right was taken away: by the owner a till's, by the municipality the owner's. */
  removed: Store<"till" | "owner" | null>;
  /** Charges of before this start that have yet to be taken up again. */
  unresumed: readonly PendingCharge[];
  /** The charge of which a screen here shows how it ends. */
  watched: Hex | null;
};

export async function openTill(): Promise<Till> {
  const database = await openAppDatabase("kindpakket-till");
  const openApi = createApi();
  const [deployments, shop, lists, accepted] = await Promise.all([
    openDeployments({ api: openApi, database }),
    database.read<MyShopAnswer>(SHOP),
    openLists(database),
    database.read<AcceptedCharge[]>(ACCEPTED),
  ]);
  const session = createSession({
    deployment: deployments.get,
    now: deployments.now,
    signers: async () => [await tillKey(database)],
  });
  const till: Till = {
    database,
    openApi,
    api: createApi({ token: session.token }),
    session,
    deployments,
    shop: createStore(shop && upToDate(shop)),
    payments: createStore<readonly PaymentAnswer[]>([]),
    payouts: createStore<readonly PayoutAnswer[]>([]),
    isLive: createStore(false),
    ...lists,
    accepted: createStore<readonly AcceptedCharge[]>(accepted ?? []),
    removed: createStore<"till" | "owner" | null>(null),
    unresumed: lists.pending.get(),
    watched: null,
  };
  return till;
}

/** The lists that outlive a window. */
export async function openLists(
  database: AppDatabase,
): Promise<Pick<Till, "pending" | "requests" | "late">> {
  const [pending, requests, late] = await Promise.all([
    openKeptList<PendingCharge>({
      ...{ database, name: "pending-charge" },
      idOf: ({ paymentId }) => paymentId,
    }),
    openKeptList<KeptRequest>({
      ...{ database, name: "shown-requests" },
      idOf: ({ requestId }) => requestId,
    }),
    openKeptList<LatePayment>({
      ...{ database, name: "late-payments" },
      idOf: ({ paymentId }) => paymentId,
    }),
  ]);
  return { pending, requests, late };
}

/** Makes this till's key, or gives the one that is there. */
export const makeTillKey = (database: AppDatabase): Promise<Signer> => database.makeKey(KEY);

/** @throws when this device is no till, or the browser lost its key. */
export async function tillKey(database: AppDatabase): Promise<Signer> {
  const signer = await database.signer(KEY);
  if (!signer) throw new Error("this device has no till's key");
  return signer;
}

/** Keeps what the shop is now; a till that starts offline knows it from here. */
export async function saveShop(till: Till, shop: MyShopAnswer): Promise<void> {
  await till.database.write(SHOP, shop);
  till.shop.set(shop);
}

/** What an earlier version of the till kept, with what it didn't know yet; the server tells the rest. */
function upToDate(kept: MyShopAnswer): MyShopAnswer {
  const unknown = {
    seesMoney: kept.owner,
    formerTills: [],
    expectedPayoutAt: null,
    openingHours: null,
    place: null,
  };
  return { ...unknown, ...kept };
}

/** Keeps nothing of a shop that this device no longer is a till of: no key, no payments, no charge under way. */
export async function forgetShop(till: Till): Promise<void> {
  till.removed.set(till.shop.get()?.owner ? "owner" : "till");
  till.shop.set(null);
  till.payments.set([]);
  till.payouts.set([]);
  till.pending.set([]);
  till.requests.set([]);
  till.late.set([]);
  till.accepted.set([]);
  till.session.forget();
  await till.database.clear();
}

/** How the shop stands with the municipality's schemes, taken together. */
export type Standing = "waiting" | "refused" | "admitted" | "suspended";

export function standingOf(shop: MyShopAnswer): Standing {
  const states = shop.accounts.map((account) => account.state);
  if (states.includes("admitted")) return "admitted";
  if (states.includes("suspended")) return "suspended";
  return shop.refusal ? "refused" : "waiting";
}

/** The shop's id, where there must be one. */
export function shopIdOf(till: Till): Hex {
  const shop = till.shop.get();
  if (!shop) throw new Error("this device is no till yet");
  return shop.shopId;
}
