// What there is to know of one payout: why it stands where it does, the bank's lines, each attempt, and the purchases in it.
import type { ComponentChildren } from "preact";
import { Tag } from "../../shared/components/layout.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { shortCode } from "../../shared/short-code.ts";
import { Facts } from "../components/act-dialog.tsx";
import { NameCheckNotice } from "../shops/name-check.tsx";
import { text } from "../text.ts";
import type { PayoutDetail as Detail } from "./answers.ts";
import { bankDay } from "./days.ts";
import { DecidedList } from "./decided-list.tsx";
import { bankSaid, explain } from "./reasons.ts";
import { lookOf } from "./states.ts";

const MOST_ITEMS = 50;

export function PayoutDetail({ detail }: { detail: Detail }) {
  const { payout } = detail;
  const why = payout.reason === null ? null : explain(payout.reason);
  return (
    <>
      <p class="row row-apart">
        <span class="strong">{payout.shopName}</span>
        <Tag kind={lookOf(payout.state)}>{text(`payouts.state.${payout.state}`)}</Tag>
      </p>
      {why && (
        <Notice kind={lookOf(payout.state) === "bad" ? "bad" : "warn"} title={why.what}>
          <p>{why.todo}</p>
        </Notice>
      )}
      <NameCheckNotice check={detail.nameCheck} task="pay" />
      <DecidedList decided={detail.decided} />
      <PayoutFacts detail={detail} />
      <Entries entries={detail.entries} />
      <Attempts attempts={detail.attempts} />
      <Items items={detail.items} />
    </>
  );
}

function PayoutFacts({ detail: { payout, creditorNumber } }: { detail: Detail }) {
  return (
    <Facts
      facts={[
        [text("payouts.amount"), formatCents(BigInt(payout.amountCents))],
        [text("payouts.creditor"), creditorNumber || text("payouts.unknown")],
        [text("payouts.iban"), masked(payout.ibanTail)],
        [text("payouts.made"), formatMoment(payout.createdAt)],
        [text("payouts.changed"), formatMoment(payout.changedAt)],
        [
          text("payouts.booked"),
          payout.bookedAt ? formatMoment(payout.bookedAt) : text("payouts.notYet"),
        ],
        [text("payouts.reference"), <code key="id">{payout.payoutId.slice(2)}</code>],
        [text("payouts.bankNumber"), payout.bankPaymentId ?? text("payouts.notYet")],
      ]}
    />
  );
}

const masked = (ibanTail: string) => (ibanTail ? `•••• ${ibanTail}` : text("payouts.unknown"));

/** A heading with a list of lines below it: words at the left, an amount at the right, soft words below. */
function Lines(props: { title: string; testId: string; children: ComponentChildren }) {
  return (
    <section class="stack stack-tight" data-testid={props.testId}>
      <h3>{props.title}</h3>
      <ul class="desk-list small">{props.children}</ul>
    </section>
  );
}

function Entries({ entries }: Pick<Detail, "entries">) {
  if (entries.length === 0) return null;
  return (
    <Lines title={text("payouts.entries")} testId="payout-entries">
      {entries.map((entry) => (
        <li key={entry.entryId}>
          <p class="row row-apart">
            <span>
              <span class="strong">{text(`payouts.entry.${entry.kind}`)}</span>
              {entry.returnReason ? ` (${entry.returnReason})` : ""}
              {entry.status === "pending" ? `, ${text("payouts.entry.pending")}` : ""}
            </span>
            <span class="unbroken">{formatCents(BigInt(entry.amountCents))}</span>
          </p>
          <p class="soft breaks">
            {[
              bankDay(entry.bookedAt),
              entry.name,
              entry.ibanTail && masked(entry.ibanTail),
              text("payouts.entry.number", { number: entry.entryId }),
              entry.description,
            ]
              .filter(Boolean)
              .join(" · ")}
          </p>
        </li>
      ))}
    </Lines>
  );
}

function Attempts({ attempts }: Pick<Detail, "attempts">) {
  if (attempts.length === 0) return null;
  return (
    <Lines title={text.count("payouts.attempts", attempts.length)} testId="payout-attempts">
      {attempts.map(({ attempt, outcome, madeAt, sentAt, reason, fileName }) => (
        <li key={attempt}>
          <p class="row row-apart">
            <span>
              <span class="strong">{text("payouts.attempt", { number: attempt })}</span>{" "}
              {sentAt === null
                ? text("payouts.attempt.made", { moment: formatMoment(madeAt) })
                : text("payouts.attempt.sent", { moment: formatMoment(sentAt) })}
            </span>
            <Tag kind={outcome === "accepted" ? "good" : outcome === "refused" ? "bad" : "info"}>
              {text(`payouts.attempt.${outcome}`)}
            </Tag>
          </p>
          {reason && <p>{bankSaid(reason)}</p>}
          {fileName && <p class="soft breaks">{fileName}</p>}
        </li>
      ))}
    </Lines>
  );
}

function Items({ items }: Pick<Detail, "items">) {
  const shown = items.slice(0, MOST_ITEMS);
  const purchases = items.filter(({ kind }) => kind === "payment").length;
  return (
    <Lines title={text.count("payouts.items", purchases)} testId="payout-items">
      {shown.map((item) => (
        <li key={`${item.paymentId}${item.kind}${item.at}`} class="row row-apart">
          <span>
            {text(`payouts.item.${item.kind}`)} <code>{shortCode(item.paymentId)}</code>{" "}
            <span class="soft">{formatMoment(item.at)}</span>
          </span>
          <span class="unbroken">{formatCents(BigInt(item.amountCents))}</span>
        </li>
      ))}
      {items.length > shown.length && (
        <li class="soft">{text("payouts.items.more", { count: items.length - shown.length })}</li>
      )}
    </Lines>
  );
}
