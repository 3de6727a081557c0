// The invitations that were made on this device: to whom they were said to go, never their codes. Nothing else tells whose a lost device is.
import type { Api } from "../../shared/api.ts";
import type { AppDatabase } from "../../shared/database.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { RoleName } from "../../shared/protocol/commands.ts";
import type { RoleHolder } from "../app/answers.ts";

export type Invitation = {
  candidate: Hex;
  schemeId: Hex;
  role: RoleName;
  /** What the admin wrote, to know it again. */
  note: string;
  /** Unix seconds. */
  madeAt: number;
};

type Keeper = { database: AppDatabase; api: Pick<Api, "get"> };

const KEPT = "invitations";
export const MOST_KEPT = 1_000;

/** Newest first. */
export async function readInvitations(database: AppDatabase): Promise<Invitation[]> {
  return (await database.read<Invitation[]>(KEPT)) ?? [];
}

/** Beyond 1,000 the oldest go, but none whose link gave a role that is still held. */
export async function keepInvitation({ database, api }: Keeper, made: Invitation): Promise<void> {
  const before = await readInvitations(database);
  const held = await heldCandidates(api, before.slice(MOST_KEPT - 1));
  await database.change<Invitation[]>(KEPT, (kept) => {
    const others = (kept ?? []).filter(({ candidate }) => candidate !== made.candidate);
    return [made, ...others].filter(
      ({ candidate }, index) => index < MOST_KEPT || held.has(candidate),
    );
  });
}

export async function forgetInvitation(database: AppDatabase, candidate: Hex): Promise<void> {
  const others = (await readInvitations(database)).filter((one) => one.candidate !== candidate);
  await database.write(KEPT, others);
}

/** Of these invitations the links by which somebody holds a role now. */
export async function heldCandidates(
  api: Pick<Api, "get">,
  invitations: readonly Invitation[],
): Promise<ReadonlySet<Hex>> {
  const schemeIds = new Set(invitations.map(({ schemeId }) => schemeId));
  const answers = await Promise.all(
    [...schemeIds].map((schemeId) =>
      api.get<{ holders: RoleHolder[] }>(`/schemes/${schemeId}/role-holders`),
    ),
  );
  return new Set(answers.flatMap(({ holders }) => holders.map(({ candidate }) => candidate)));
}
