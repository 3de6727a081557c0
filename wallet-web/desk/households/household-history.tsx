// What a caller asks about most: where was paid, and why a payment was refused.
import { useEffect, useState } from "preact/hooks";
import { Amount } from "../../shared/components/amount.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { ApiError, loadSentences, problemText } from "../../shared/problem.ts";
import type { Household } from "../app/answers.ts";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { text } from "../text.ts";

/** What happened, in the words that the family saw; what it was to do then is no advice to the municipality. */
export function Refusals({ refusals }: Pick<Household, "refusals">) {
  const [isReady, setReady] = useState(false);
  useEffect(() => void loadSentences().then(() => setReady(true)), []);
  if (!isReady) return null;
  return (
    <>
      {refusals.map(({ id, child, at, shopName, amountCents, code, params }) => {
        const { title } = problemText(new ApiError({ code, status: 409, params }));
        return (
          <Notice key={id} kind="warn" title={title} testId="refusal">
            <p class="small">
              {text("caller.refused", {
                number: child,
                amount: formatCents(BigInt(amountCents)),
                shop: shopName,
                when: formatMoment(at),
              })}
            </p>
          </Notice>
        );
      })}
    </>
  );
}

type Payment = Household["payments"][number];

const COLUMNS: DataColumn<Payment>[] = [
  { id: "at", title: text("caller.payments.at"), cell: ({ at }) => formatMoment(at) },
  { id: "shop", title: text("caller.payments.shop"), cell: ({ shopName }) => shopName },
  {
    id: "child",
    title: text("caller.payments.child"),
    cell: ({ child }) => child,
    isNumber: true,
  },
  {
    id: "amount",
    title: text("caller.payments.amount"),
    cell: ({ amountCents }) => <Amount cents={BigInt(amountCents)} />,
    isNumber: true,
  },
  {
    id: "refunded",
    title: text("caller.payments.refunded"),
    cell: ({ refundedCents }) =>
      refundedCents === "0" ? "" : <Amount cents={BigInt(refundedCents)} />,
    isNumber: true,
  },
];

export function LastPayments({ payments }: Pick<Household, "payments">) {
  return (
    <section class="stack">
      <h3>{text("caller.payments")}</h3>
      {payments.length === 0 ? (
        <p class="soft">{text("caller.payments.none")}</p>
      ) : (
        <DataTable
          caption={text("caller.payments")}
          columns={COLUMNS}
          rows={payments}
          rowKey={({ paymentId }) => paymentId}
          testId="household-payments"
        />
      )}
    </section>
  );
}
