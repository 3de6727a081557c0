// What keys may do and see, read from the index each time it is asked; nothing of it is remembered.
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { RoleName } from "../../wallet-web/shared/protocol/commands.ts";
import { AppError } from "../errors/app-error.ts";
import type { Database } from "../store/database.ts";
import { tillProfiles } from "../store/schema/office.ts";
import { beneficiaries, devices, roleHolders, shops, tills } from "../store/schema/projections.ts";

/** `seesMoney`: the owner, and tills that the owner lets see what the shop sold and was paid. */
export type HeldShop = { shopId: Hex; owner: boolean; seesMoney: boolean };

export type Authority = {
  /** The keys themselves. */
  addresses: readonly Hex[];
  roles: { schemeId: Hex; role: RoleName }[];
  /** Beneficiaries whose device one of the keys is. */
  beneficiaries: { beneficiaryId: Hex; schemeId: Hex }[];
  /** Shops of which one of the keys is the owner or a till. */
  shops: HeldShop[];
};

/** What these keys hold now. */
export async function authorityOf(
  database: Database,
  addresses: readonly Hex[],
): Promise<Authority> {
  const keys = [...addresses];
  const [roles, linked, owned, served] = await Promise.all([
    database
      .select({ schemeId: roleHolders.schemeId, role: roleHolders.role })
      .from(roleHolders)
      .where(and(inArray(roleHolders.holder, keys), isNull(roleHolders.withdrawnAt))),
    database
      .select({ beneficiaryId: devices.beneficiaryId, schemeId: beneficiaries.schemeId })
      .from(devices)
      .innerJoin(beneficiaries, eq(beneficiaries.beneficiaryId, devices.beneficiaryId))
      .where(and(inArray(devices.device, keys), isNull(devices.removedAt))),
    database.select({ shopId: shops.shopId }).from(shops).where(inArray(shops.owner, keys)),
    database
      .select({ shopId: tills.shopId, seesMoney: tillProfiles.seesMoney })
      .from(tills)
      .leftJoin(
        tillProfiles,
        and(eq(tillProfiles.till, tills.till), eq(tillProfiles.shopId, tills.shopId)),
      )
      .where(and(inArray(tills.till, keys), isNull(tills.removedAt))),
  ]);
  const owners = new Set(owned.map((shop) => shop.shopId));
  const shopIds = new Set([...owners, ...served.map((shop) => shop.shopId)]);
  const allowed = new Set(served.filter((shop) => shop.seesMoney).map((shop) => shop.shopId));
  return {
    addresses: keys,
    roles,
    beneficiaries: linked,
    shops: [...shopIds].map((shopId) => {
      const owner = owners.has(shopId);
      return { shopId, owner, seesMoney: owner || allowed.has(shopId) };
    }),
  };
}

/** Roles that run a scheme; the framework-setter gives roles but sees no one's business. */
export const STAFF_ROLES = ["sponsor", "validator", "treasurer", "guardian"] as const;

export function holdsRole(
  authority: Authority,
  schemeId: Hex,
  roles: readonly RoleName[] = STAFF_ROLES,
): boolean {
  return authority.roles.some((held) => held.schemeId === schemeId && roles.includes(held.role));
}

/** @throws {AppError} `role-missing` when none of the keys holds one of the roles in this scheme. */
export function requireRole(
  authority: Authority,
  schemeId: Hex,
  roles: readonly RoleName[] = STAFF_ROLES,
): void {
  if (!holdsRole(authority, schemeId, roles)) throw new AppError("role-missing");
}
