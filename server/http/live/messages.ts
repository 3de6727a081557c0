// Turns what changed into messages, each with whom it may reach; reads the facts from the index at that moment.
import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { Announcement } from "../../payments/announcement.ts";
import { findPayment, showPayments } from "../../payments/find.ts";
import { showPaymentRequest } from "../../payments/payment-request-view.ts";
import type { PaymentRequests } from "../../payments/payment-requests.ts";
import { showPayouts } from "../../shops/payout-view.ts";
import type { Profiles } from "../../shops/profiles.ts";
import type { Database } from "../../store/database.ts";
import { beneficiaries } from "../../store/schema/projections.ts";
import { type Authority, holdsRole } from "../../validator/authority.ts";
import type { liveMessage } from "../schemas/live.ts";
import type { Hint } from "./hints.ts";

export type LiveMessage = z.input<typeof liveMessage>;

/** The message for who holds this, or null when it is none of theirs. */
export type Telling = (viewer: Authority) => LiveMessage | null;

export type MessageParts = {
  database: Database;
  profiles: Profiles;
  paymentRequests: PaymentRequests;
};

const holdsBeneficiary = (viewer: Authority, beneficiaryId: Hex) =>
  viewer.beneficiaries.some((one) => one.beneficiaryId === beneficiaryId);
const holdsShop = (viewer: Authority, shopId: Hex) =>
  viewer.shops.some((one) => one.shopId === shopId);

const seesMoney = (viewer: Authority, shopId: Hex) =>
  viewer.shops.some((one) => one.shopId === shopId && one.seesMoney);

/** Of what was sold, at the till that sold it, or wherever the money may be seen. */
const seesSale = (viewer: Authority, { shopId, till }: { shopId: Hex; till: string | null }) =>
  seesMoney(viewer, shopId) ||
  (holdsShop(viewer, shopId) && viewer.addresses.some((one) => one === till));

/** Tells one change; `schemeId` of a payment so that its staff can be told, a while later, that numbers changed. */
export async function tellHint(
  parts: MessageParts,
  hint: Hint,
): Promise<{ telling: Telling; schemeId?: Hex } | null> {
  switch (hint.type) {
    case "payment":
    case "correction":
      return tellPayment(parts, hint);
    case "beneficiary":
      return tellBeneficiary(parts, hint);
    case "shop":
      return {
        telling: (viewer) => {
          const concerned =
            holdsShop(viewer, hint.shopId) ||
            viewer.roles.length > 0 ||
            viewer.addresses.some((one) => one === hint.till);
          return concerned ? { type: "shop", shopId: hint.shopId } : null;
        },
      };
    case "payout":
      return tellPayout(parts, hint.payoutId);
    case "scheme":
      return {
        telling: (viewer) =>
          hint.everyone || holdsRole(viewer, hint.schemeId)
            ? { type: "scheme", schemeId: hint.schemeId }
            : null,
      };
  }
}

export async function tellAnnouncement(
  parts: MessageParts,
  announcement: Announcement,
): Promise<Telling> {
  if (announcement.type === "payment-refused") {
    const { beneficiaryId, ...refusal } = announcement;
    return (viewer) =>
      holdsBeneficiary(viewer, beneficiaryId) || holdsShop(viewer, refusal.shopId) ? refusal : null;
  }
  if (announcement.type === "shop-refused") {
    const { shopId } = announcement;
    return (viewer) =>
      holdsShop(viewer, shopId) || viewer.roles.length > 0 ? { type: "shop", shopId } : null;
  }
  if (announcement.type === "shop-looked-up") {
    const { shopId } = announcement;
    // Not the shop's: it hears nothing of what a register says of it.
    return (viewer) => (viewer.roles.length > 0 ? { type: "shop", shopId } : null);
  }
  if (announcement.type === "till-described") {
    const { shopId } = announcement;
    return (viewer) => (seesSale(viewer, announcement) ? { type: "shop", shopId } : null);
  }
  const request = await parts.paymentRequests.get(announcement.requestId);
  const shown = await showPaymentRequest(parts.profiles, request);
  return (viewer) =>
    seesSale(viewer, announcement) ? { type: "payment-request", request: shown } : null;
}

/** Family and shop hear of a payment, of the shop's tills the one that took it and those that see the money; the family also what is left. Staff only hear that numbers changed. */
async function tellPayment(
  parts: MessageParts,
  hint: { type: "payment" | "correction"; paymentId: Hex },
) {
  const row = await findPayment(parts.database, hint.paymentId);
  if (!row) return null;
  const [[payment], requestId] = await Promise.all([
    showPayments(parts, [row], null),
    hint.type === "payment" ? parts.paymentRequests.answeredBy(row.paymentId) : null,
  ]);
  if (!payment) return null;
  const withBalance = { ...payment, balanceAfterCents: String(row.balanceAfterCents) };
  const telling: Telling = (viewer) => {
    const isFamily = holdsBeneficiary(viewer, row.beneficiaryId);
    if (!isFamily && !seesSale(viewer, { shopId: row.shopId, till: payment.till })) return null;
    const seen = isFamily ? withBalance : payment;
    return hint.type === "payment"
      ? { type: "payment", payment: seen, requestId }
      : { type: "correction", payment: seen };
  };
  return { telling, schemeId: row.schemeId };
}

async function tellBeneficiary(
  { database }: MessageParts,
  { beneficiaryId, onlyBalance }: { beneficiaryId: Hex; onlyBalance: boolean },
) {
  const [row] = await database
    .select({ schemeId: beneficiaries.schemeId, balanceCents: beneficiaries.balanceCents })
    .from(beneficiaries)
    .where(eq(beneficiaries.beneficiaryId, beneficiaryId));
  if (!row) return null;
  const balanceCents = String(row.balanceCents);
  const telling: Telling = (viewer) =>
    holdsBeneficiary(viewer, beneficiaryId)
      ? { type: "beneficiary", beneficiaryId, balanceCents, onlyBalance }
      : null;
  return { telling, schemeId: row.schemeId };
}

async function tellPayout(parts: MessageParts, payoutId: Hex) {
  const [payout] = await showPayouts(parts, { payoutId });
  if (!payout) return null;
  const { shopId, schemeId } = payout;
  const telling: Telling = (viewer) =>
    seesMoney(viewer, shopId) || holdsRole(viewer, schemeId) ? { type: "payout", payout } : null;
  return { telling, schemeId };
}
