// Who may see which payments and accounts: the family its own, the shop its own, the staff those of its scheme.
import { and, eq, type SQL } from "drizzle-orm";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { RoleName } from "../../../wallet-web/shared/protocol/commands.ts";
import { AppError } from "../../errors/app-error.ts";
import { FieldsError } from "../../errors/fields-error.ts";
import { madeBy } from "../../shops/own-payments.ts";
import type { Database } from "../../store/database.ts";
import { beneficiaries, payments } from "../../store/schema/projections.ts";
import { type Authority, holdsRole, STAFF_ROLES } from "../../validator/authority.ts";
import type { Looks } from "../../validator/looks.ts";

/** Who looks into a family's purchases: those who answer for its account, not those who hold the money. */
export const MAY_SEE_BENEFICIARIES = ["validator", "guardian"] as const;

type Parts = { database: Database; looks: Looks };

/**
 * The payments of a beneficiary or of a shop, as far as the viewer may see them.
 * @throws {AppError} `forbidden`; `look-reason-needed`; `invalid-request` unless exactly one of the two is asked for.
 */
export async function visiblePayments(
  parts: Parts,
  query: { beneficiaryId?: Hex | undefined; shopId?: Hex | undefined },
  viewer: Authority,
): Promise<SQL | undefined> {
  const { beneficiaryId, shopId } = query;
  if (beneficiaryId !== undefined && shopId === undefined) {
    await requireBeneficiary(parts, beneficiaryId, viewer);
    return eq(payments.beneficiaryId, beneficiaryId);
  }
  if (shopId !== undefined && beneficiaryId === undefined) return paymentsOfShop(shopId, viewer);
  const pointers = ["/beneficiaryId", "/shopId"];
  throw new FieldsError(
    "invalid-request",
    pointers.map((pointer) => ({ pointer, code: "exactly_one" })),
  );
}

/** @throws {AppError} `forbidden` unless it is the viewer's own, or one it answers for; `look-reason-needed` before staff said why. */
export async function requireBeneficiary(
  { database, looks }: Parts,
  beneficiaryId: Hex,
  viewer: Authority,
): Promise<void> {
  if (viewer.beneficiaries.some((one) => one.beneficiaryId === beneficiaryId)) return;
  const [row] = await database
    .select({ schemeId: beneficiaries.schemeId })
    .from(beneficiaries)
    .where(eq(beneficiaries.beneficiaryId, beneficiaryId));
  if (!row || !holdsRole(viewer, row.schemeId, MAY_SEE_BENEFICIARIES)) {
    throw new AppError("forbidden");
  }
  await looks.demandForBeneficiary(viewer, beneficiaryId);
}

/** Of a shop: all for who sees its money, its own for another till. Staff look at one family, with a reason. @throws {AppError} `forbidden` */
function paymentsOfShop(shopId: Hex, viewer: Authority): SQL | undefined {
  const ofShop = eq(payments.shopId, shopId);
  if (seesMoneyOf(shopId, viewer)) return ofShop;
  if (isOwnShop(shopId, viewer)) return and(ofShop, madeBy(viewer.addresses));
  throw new AppError("forbidden");
}

export const isOwnShop = (shopId: Hex, viewer: Authority) =>
  viewer.shops.some((one) => one.shopId === shopId);

export const seesMoneyOf = (shopId: Hex, viewer: Authority) =>
  viewer.shops.some((one) => one.shopId === shopId && one.seesMoney);

/** Schemes in which the viewer has one of these tasks. @throws {AppError} `forbidden` when there is none. */
export function requireSomeScheme(
  viewer: Authority,
  roles: readonly RoleName[] = STAFF_ROLES,
): Hex[] {
  const schemeIds = viewer.roles
    .map((held) => held.schemeId)
    .filter((schemeId) => holdsRole(viewer, schemeId, roles));
  if (schemeIds.length === 0) throw new AppError("forbidden");
  return schemeIds;
}

/** @param payment As it is shown: with the till that charged it or asked for it. */
export function maySeePayment(
  payment: { beneficiaryId: Hex; shopId: Hex; till: string | null; schemeId: Hex },
  viewer: Authority,
): boolean {
  const isOwnTills = viewer.addresses.some((one) => one === payment.till);
  return (
    viewer.beneficiaries.some((one) => one.beneficiaryId === payment.beneficiaryId) ||
    seesMoneyOf(payment.shopId, viewer) ||
    (isOwnTills && isOwnShop(payment.shopId, viewer)) ||
    holdsRole(viewer, payment.schemeId, MAY_SEE_BENEFICIARIES)
  );
}
