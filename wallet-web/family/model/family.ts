// All that the family app works with: what this phone keeps, the server, and what is known of both.
import { type Api, createApi } from "../../shared/api.ts";
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { type AppDatabase, openAppDatabase } from "../../shared/database.ts";
import { type Deployments, openDeployments } from "../../shared/deployment.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { Signer } from "../../shared/protocol/signer.ts";
import { createSession, type Session } from "../../shared/session.ts";
import { createStore, type Store } from "../../shared/store.ts";
import { openWindows } from "../../shared/windows.ts";
import type { Child } from "./child.ts";
import { offeredKeys, type PhoneOffer } from "./phone-offer.ts";
import { openSigned, type Signed } from "./signed.ts";

const NAME = "kindpakket-family";
const CHILDREN = "children";
const PAYMENTS = "payments";
const SELECTED = "selected";
const OFFER = "phone-offer";

/** Payments of a child as last heard, newest first. */
export type History = Readonly<Record<Hex, readonly PaymentAnswer[]>>;

export type Family = {
  database: AppDatabase;
  /** Without a session: what anyone may ask. */
  openApi: Api;
  /** In the name of this phone's keys. */
  api: Api;
  session: Session;
  deployments: Deployments;
  children: Store<readonly Child[]>;
  history: Store<History>;
  /** Keys that this phone holds out to another one. */
  offer: Store<PhoneOffer | null>;
  /** The child that the home screen shows. */
  selected: Store<Hex | null>;
  /** Whether the live stream is there; when not, screens ask by themselves. */
  isLive: Store<boolean>;
  /** A payment that this phone made and that was just confirmed: shown over everything. */
  paid: Store<PaymentAnswer | null>;
  /** A payment that this phone asked for and that was just refused: its error's code. */
  refused: Store<{ paymentId: Hex; code: string } | null>;
  /** The payments that this phone signed. */
  signed: Signed;
  /** Tells the app's other windows on this phone that children or the offer were kept. */
  tellWindows: () => void;
};

export async function openFamily(): Promise<Family> {
  const database = await openAppDatabase(NAME);
  const openApi = createApi();
  const [deployments, children, history, selected, offer] = await Promise.all([
    openDeployments({ api: openApi, database }),
    database.read<Child[]>(CHILDREN),
    database.read<History>(PAYMENTS),
    database.read<Hex>(SELECTED),
    database.read<PhoneOffer>(OFFER),
  ]);
  const childStore = createStore<readonly Child[]>(children ?? []);
  const offerStore = createStore(offer);
  const session = createSession({
    deployment: deployments.get,
    now: deployments.now,
    signers: async () => {
      const keys = [...childStore.get(), ...offeredKeys(offerStore.get(), deployments.now())];
      const names = [...new Set(keys.map(({ keyName }) => keyName))];
      const signers = await Promise.all(names.map((name) => database.signer(name)));
      return signers.filter((signer) => signer !== null);
    },
  });
  const family: Family = {
    database,
    openApi,
    api: createApi({ token: session.token }),
    session,
    deployments,
    children: childStore,
    history: createStore(history ?? {}),
    offer: offerStore,
    selected: createStore(selected),
    isLive: createStore(false),
    paid: createStore<PaymentAnswer | null>(null),
    refused: createStore<Family["refused"] extends Store<infer T> ? T : never>(null),
    signed: await openSigned({ database, now: deployments.now }),
    tellWindows: openWindows(NAME, () => void readAgain(family)),
  };
  family.history.follow((next) => void database.write(PAYMENTS, next));
  family.selected.follow((next) => void database.write(SELECTED, next));
  return family;
}

/** What another window kept: it knows more. With a key that came there, this window needs a session that has it. */
async function readAgain({ database, children, offer, session }: Family): Promise<void> {
  const [keptChildren, keptOffer] = await Promise.all([
    database.read<Child[]>(CHILDREN),
    database.read<PhoneOffer>(OFFER),
  ]);
  const namesOf = (all: readonly Child[], held: PhoneOffer | null) =>
    [...all, ...(held?.keys ?? [])].map(({ keyName }) => keyName).join();
  const before = namesOf(children.get(), offer.get());
  if (namesOf(keptChildren ?? [], keptOffer) !== before) session.forget();
  children.set(keptChildren ?? []);
  offer.set(keptOffer);
}

/**
 * Changes the children as they stand on the phone's disk, whichever window put them there; resolves when the change is there too.
 * @throws when the browser can't keep it; this window shows it all the same.
 */
export async function saveChildren(
  { database, children, tellWindows }: Family,
  change: (children: readonly Child[]) => readonly Child[],
): Promise<void> {
  try {
    children.set(await database.change<readonly Child[]>(CHILDREN, (kept) => change(kept ?? [])));
  } catch (error) {
    children.update(change);
    throw error;
  }
  tellWindows();
}

/** Keeps what this phone holds out. */
export async function saveOffer(family: Family, offer: PhoneOffer): Promise<void> {
  family.offer.set(offer);
  await family.database.write(OFFER, offer);
  family.tellWindows();
}

/** Changes one child. */
export function changeChild(
  family: Family,
  beneficiaryId: Hex,
  change: Partial<Child>,
): Promise<void> {
  return saveChildren(family, (children) =>
    children.map((child) =>
      child.beneficiaryId === beneficiaryId ? { ...child, ...change } : child,
    ),
  );
}

/** The key of this phone for a child. @throws when the browser lost it. */
export async function signerOf(family: Family, child: Child): Promise<Signer> {
  const signer = await family.database.signer(child.keyName);
  if (!signer) throw new Error("the key of this child is not on this phone");
  return signer;
}
