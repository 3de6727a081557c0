// A receipt as text, to share: what stands on the printed one. Nothing on it says who paid.
import type { MyShopAnswer, PaymentAnswer } from "../../shared/api-types.ts";
import { formatDate, formatTime } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { shortCode } from "../../shared/short-code.ts";
import { t } from "../texts.ts";

export function receiptText(given: {
  shop: Pick<MyShopAnswer, "name" | "address">;
  payment: PaymentAnswer;
  /** The whole amount, where only a part was paid here. */
  askedCents: bigint | null;
}): string {
  const { shop, payment, askedCents } = given;
  const paid = BigInt(payment.amountCents);
  const split =
    askedCents === null
      ? []
      : [
          `${t("receipt.asked")}: ${formatCents(askedCents)}`,
          `${t("receipt.rest")}: ${formatCents(askedCents - paid)}`,
        ];
  const lines = [
    shop.name,
    shop.address,
    "",
    `${t("payment.paid")}: ${formatCents(paid)}`,
    ...split,
    `${t("payment.day")}: ${formatDate(payment.paidAt)}`,
    `${t("payment.time")}: ${formatTime(payment.paidAt)}`,
    `${t("payment.code")}: ${shortCode(payment.paymentId)}`,
    ...payment.corrections.map(
      (one) => `${t(`payment.${one.kind}`)}: ${formatCents(BigInt(one.amountCents))}`,
    ),
  ];
  return lines.join("\n");
}
