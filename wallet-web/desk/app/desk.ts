// Everything that the screens work with: who this device is, which schemes there are, how an act is signed and sent.
import { type Api, createApi } from "../../shared/api.ts";
import type { DeploymentAnswer, SessionAnswer } from "../../shared/api-types.ts";
import { type AppDatabase, openAppDatabase } from "../../shared/database.ts";
import { type Deployments, openDeployments } from "../../shared/deployment.ts";
import { cryptoRandomBytes, type Hex } from "../../shared/protocol/bytes.ts";
import { type Command, NO_SCHEME, type RoleName } from "../../shared/protocol/commands.ts";
import { type SignedRequest, signCommand } from "../../shared/protocol/sign-command.ts";
import type { Signer } from "../../shared/protocol/signer.ts";
import { createSession, type Session } from "../../shared/session.ts";
import { createStore, type Store } from "../../shared/store.ts";
import type { NewCard } from "../cards/make-card.ts";
import { openRecordStore } from "../codes/indexed-db.ts";
import type { LetterWorkPart } from "../codes/letter-work.ts";
import { bodyOf, makesLetters } from "../codes/letter-work.ts";
import type { Signing } from "../codes/prepare.ts";
import { preparePart, renewPart } from "../codes/prepare.ts";
import { openVault } from "../codes/vault.ts";
import { createWorkRunner, type WorkRunner } from "../codes/work-runner.ts";

export type Scheme = DeploymentAnswer["schemes"][number];
export type HeldRole = { schemeId: Hex; role: RoleName };

/** What is sent; made once per act, because its signature is what makes it one act. */
export type Posting = { path: string; body: unknown };

/** What the server says of this device, and what it keeps itself. */
export type Desk = {
  database: AppDatabase;
  deployments: Deployments;
  /** Calls without a session: what anyone may ask. */
  publicApi: Api;
  api: Api;
  session: Session;
  device: Store<Signer | null>;
  roles: Store<readonly HeldRole[]>;
  /** The scheme that the screens are about; null before there is one. */
  schemeId: Store<Hex | null>;
  /** What ends in letters, with its codes until they are printed. */
  letterWork: WorkRunner;
  /** A card that was made and is to be printed: in this memory only, so that closing the desk ends it. */
  newCard: Store<NewCard | null>;
  /** Goes up when something may have changed: screens ask again. */
  changes: Store<number>;
};

const DATABASE = "kindpakket-desk";
const CODES_DATABASE = "kindpakket-desk-codes";
const DEVICE_KEY = "device";
const SCHEME_KEPT = "scheme";
const DEADLINE_SECONDS = 600;
const LETTER_WORK_DEADLINE_SECONDS = 3_600;

/** Opens the desk on this device. Without a server it opens with what it knew. */
export async function openDesk(): Promise<Desk> {
  const database = await openAppDatabase(DATABASE);
  const publicApi = createApi();
  const deployments = await openDeployments({ api: publicApi, database });
  await deployments.refresh().catch((error: unknown) => {
    if (!deployments.store.get()) throw error;
  });
  const device = createStore(await database.signer(DEVICE_KEY));
  const session = createSession({
    deployment: deployments.get,
    signers: async () => [deviceOf(device.get())],
    now: deployments.now,
  });
  const own = {
    database,
    deployments,
    publicApi,
    session,
    api: createApi({ token: session.token }),
    device,
    roles: createStore<readonly HeldRole[]>([]),
    schemeId: createStore<Hex | null>(await database.read<Hex>(SCHEME_KEPT)),
    newCard: createStore<NewCard | null>(null),
    changes: createStore(0),
  };
  const desk: Desk = { ...own, letterWork: await openLetterWork(own) };
  if (device.get()) await refreshRoles(desk);
  return desk;
}

/** Letter work signs with a longer time: a laptop may be closed in the middle of it. */
async function openLetterWork(desk: Omit<Desk, "letterWork">): Promise<WorkRunner> {
  const signing = () => signingOf(desk, { seconds: LETTER_WORK_DEADLINE_SECONDS });
  const store = await openRecordStore(CODES_DATABASE);
  const runner = createWorkRunner({
    vault: await openVault<LetterWorkPart>(store, cryptoRandomBytes),
    prepare: async (part) => preparePart(part, await signing()),
    renew: async (part) => renewPart(part, await signing()),
    post: (post) => desk.api.post(post.path, bodyOf(post), { retry: "once" }),
    onProgress: () => noteChange(desk),
  });
  await runner.refresh();
  // Families that were closed: there is nothing to print, so nothing to keep.
  for (const work of runner.state.get().work) {
    if (work.finished && !makesLetters(work)) await runner.forget(work, "printed");
  }
  return runner;
}

/** Asks anew which roles this device has. */
export async function refreshRoles(desk: Desk): Promise<void> {
  desk.session.forget();
  const who: SessionAnswer = await desk.session.who();
  desk.roles.set(who.roles.map(({ schemeId, role }) => ({ schemeId, role: role as RoleName })));
  const known = schemeIdsOf(desk);
  const chosen = desk.schemeId.get();
  if (!chosen || !known.includes(chosen)) desk.schemeId.set(known[0] ?? null);
}

/** Schemes of which this device has a role first, then the others. */
export function schemeIdsOf(desk: Desk): Hex[] {
  const held = desk.roles.get().map(({ schemeId }) => schemeId);
  const open = desk.deployments.store.get()?.schemes.map(({ schemeId }) => schemeId) ?? [];
  return [...new Set([...held.filter((id) => id !== NO_SCHEME), ...open])];
}

/** Chooses the scheme that the screens are about, also for the next time. */
export async function chooseScheme(desk: Desk, schemeId: Hex): Promise<void> {
  desk.schemeId.set(schemeId);
  await desk.database.write(SCHEME_KEPT, schemeId);
}

/** Whether this device has one of these roles in a scheme. */
export function holdsRole(
  held: readonly HeldRole[],
  roles: readonly RoleName[],
  schemeId: Hex | null,
): boolean {
  return held.some(
    (one) => roles.includes(one.role) && (one.role === "admin" || one.schemeId === schemeId),
  );
}

/** The device's key; made when it is offered its first role. */
export async function makeDevice(desk: Desk): Promise<Signer> {
  const device = await desk.database.makeKey(DEVICE_KEY);
  desk.device.set(device);
  return device;
}

/** As much of the desk as signing takes. */
export type Keyed = Pick<Desk, "device" | "deployments">;

/** Who signs, and until when the signature is good. */
export async function signingOf(
  desk: Keyed,
  { seconds = DEADLINE_SECONDS, signer = desk.device.get() } = {},
): Promise<Signing> {
  return {
    deployment: await desk.deployments.get(),
    signer: deviceOf(signer),
    deadline: desk.deployments.now() + seconds,
    random: cryptoRandomBytes,
  };
}

/** Signs a command with this device's key. */
export async function sign(desk: Keyed, command: Command): Promise<SignedRequest> {
  return signCommand({ ...(await signingOf(desk)), command });
}

/** A command by itself, signed and ready to send. */
export async function posting(desk: Keyed, command: Command): Promise<Posting> {
  return { path: "/requests", body: await sign(desk, command) };
}

/** Something changed: every screen asks again. */
export function noteChange(desk: Pick<Desk, "changes">): void {
  desk.changes.update((count) => count + 1);
}

function deviceOf(signer: Signer | null): Signer {
  if (!signer) throw new Error("this device has no key yet");
  return signer;
}
