// The invitations that were made on this device: to whom they were said to go, never their codes.
import type { AppDatabase } from "../../shared/database.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { RoleName } from "../../shared/protocol/commands.ts";

export type Invitation = {
  candidate: Hex;
  schemeId: Hex;
  role: RoleName;
  /** What the admin wrote, to know it again. */
  note: string;
  /** Unix seconds. */
  madeAt: number;
};

const KEPT = "invitations";
const MOST_KEPT = 20;

export async function readInvitations(database: AppDatabase): Promise<Invitation[]> {
  return (await database.read<Invitation[]>(KEPT)) ?? [];
}

/** Newest first. */
export async function keepInvitation(database: AppDatabase, made: Invitation): Promise<void> {
  const others = (await readInvitations(database)).filter(
    ({ candidate }) => candidate !== made.candidate,
  );
  await database.write(KEPT, [made, ...others].slice(0, MOST_KEPT));
}

export async function forgetInvitation(database: AppDatabase, candidate: Hex): Promise<void> {
  const others = (await readInvitations(database)).filter((one) => one.candidate !== candidate);
  await database.write(KEPT, others);
}
