// Takes roles of a device, one after another: each is an act of its own on the chain.
import { ApiError } from "../../shared/problem.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import type { RoleHolder } from "../app/answers.ts";
import { type Desk, type Posting, posting } from "../app/desk.ts";

type Held = Pick<RoleHolder, "schemeId" | "role" | "holder">;

/** Takes every role but the last, in this order, and gives what takes the last. */
export async function takeAll(desk: Desk, roles: readonly Held[]): Promise<Posting> {
  const last = roles.at(-1);
  if (!last) throw new Error("no role to take");
  for (const held of roles.slice(0, -1)) {
    const { path, body } = await posting(desk, commands.withdrawRole(held));
    try {
      await desk.api.post(path, body, { retry: "once" });
    } catch (error) {
      // Taken by an earlier try, or by a colleague.
      if (!(error instanceof ApiError && error.code === "role-not-held")) throw error;
    }
  }
  return posting(desk, commands.withdrawRole(last));
}

/**
 * A lost device loses the giving of roles first: with it a thief could take the roles of whoever is taking these. On the device that does
 * it, it goes last: the others are taken with it.
 */
export function inTakingOrder<One extends Pick<Held, "role">>(
  roles: readonly One[],
  { isOwn }: { isOwn: boolean },
): One[] {
  const rank = (one: One) => Number(isAdmin(one) === isOwn);
  return [...roles].sort((one, other) => rank(one) - rank(other));
}

/** Whether nobody could give roles any more without this device. The contract refuses that; nothing else should be gone by then. */
export const isLastAdmin = (
  holders: readonly Pick<Held, "role" | "holder">[],
  device: Hex,
): boolean => {
  const admins = holders.filter(isAdmin);
  return admins.length > 0 && admins.every(({ holder }) => holder === device);
};

const isAdmin = ({ role }: Pick<Held, "role">) => role === "admin";
