// What the shop is owed, what is on its way, what arrived.
import type { PayoutAnswer } from "../../shared/api-types.ts";
import { Amount } from "../../shared/components/amount.tsx";
import { ButtonLink } from "../../shared/components/button.tsx";
import { CallLink } from "../../shared/components/call-link.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { EmptyState, Tag, TopBar } from "../../shared/components/layout.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { expectedText } from "../model/money.ts";
import { useShop, useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";
import { ChangeIban } from "./change-iban.tsx";

export function MoneyScreen() {
  const till = useTill();
  const shop = useShop();
  const payouts = useStore(till.payouts);
  if (!shop) return null;
  const sum = (of: "owedCents" | "inPayoutCents" | "paidOutCents") =>
    shop.accounts.reduce((total, account) => total + BigInt(account[of] ?? "0"), 0n);
  const owed = sum("owedCents");
  const expected = expectedText(shop.expectedPayoutAt, till.deployments.now());
  return (
    <>
      <TopBar title={t("money.title")} />
      <main class="screen" id="main">
        <section class="card" data-testid="money">
          <p class="soft">{t(owed < 0n ? "money.owes" : "money.owed")}</p>
          <Amount cents={owed < 0n ? -owed : owed} big testId="owed" />
          {expected && (
            <p class="strong" data-testid="expected">
              {expected}
            </p>
          )}
          <dl class="facts">
            <div>
              <dt>{t("money.inPayout")}</dt>
              <dd>{formatCents(sum("inPayoutCents"))}</dd>
            </div>
            <div>
              <dt>{t("money.paidOut")}</dt>
              <dd>{formatCents(sum("paidOutCents"))}</dd>
            </div>
            <div>
              <dt>{t("money.iban")}</dt>
              <dd>•••• {shop.ibanTail}</dd>
            </div>
          </dl>
        </section>
        {owed < 0n && <p class="soft">{t("money.owes.what")}</p>}
        <ButtonLink look="second" wide icon="list" href={pathTo("overzicht")} testId="to-statement">
          {t("statement.title")}
        </ButtonLink>
        <ChangeIban />
        <h2>{t("money.payouts")}</h2>
        {payouts.length === 0 ? (
          <EmptyState icon="bank" title={t("money.none.title")}>
            <p class="soft">{t("money.none.todo")}</p>
          </EmptyState>
        ) : (
          <ul class="list">
            {payouts.map((payout) => (
              <li key={payout.payoutId}>
                <Payout payout={payout} />
              </li>
            ))}
          </ul>
        )}
      </main>
    </>
  );
}

type State = PayoutAnswer["state"];
const LOOKS = {
  EARNED: ["ready", "info"],
  BATCHED: ["ready", "info"],
  APPROVED: ["ready", "info"],
  SUBMITTING: ["underWay", "info"],
  ACCEPTED: ["underWay", "info"],
  BOOKED: ["booked", "good"],
  RETURNED: ["returned", "bad"],
  REJECTED: ["returned", "bad"],
  UNKNOWN: ["unknown", "warn"],
  HELD: ["held", "warn"],
} as const satisfies Record<State, readonly [string, "info" | "good" | "bad" | "warn"]>;

function Payout({ payout }: { payout: PayoutAnswer }) {
  const [state, kind] = LOOKS[payout.state];
  return (
    <div class="list-row" data-testid="payout" data-state={payout.state}>
      <span class="list-icon">
        <Icon name="bank" />
      </span>
      <span class="list-main">
        <span class="row row-apart">
          <span class="strong">{formatMoment(payout.bookedAt ?? payout.openedAt)}</span>
          <Amount cents={BigInt(payout.amountCents)} />
        </span>
        <span>
          <Tag kind={kind}>{t(`payout.${state}`)}</Tag>
        </span>
        <Why payout={payout} />
        <span class="soft small reference">
          {t("payout.reference", { reference: payout.payoutId.slice(2) })}
        </span>
        {payout.bankReference && (
          <span class="soft small">{t("payout.bankNumber", { number: payout.bankReference })}</span>
        )}
      </span>
    </div>
  );
}

/** Here the shop, its bank or the municipality has to do something. */
const STUCK: readonly State[] = ["RETURNED", "REJECTED", "HELD"];

/** Why it isn't there yet, or came back, and what the shop can do. */
function Why({ payout }: { payout: PayoutAnswer }) {
  const isOwner = useShop()?.owner ?? false;
  const words = whyOf(payout, isOwner);
  if (words === null) return null;
  return (
    <>
      <span class="small">{words}</span>
      {STUCK.includes(payout.state) && <CallLink />}
    </>
  );
}

function whyOf({ state, bankReason }: PayoutAnswer, isOwner: boolean): string | null {
  switch (state) {
    case "RETURNED":
    case "REJECTED": {
      const key = `payout.why.${bankReason ?? ""}`;
      // Each that has a sentence of its own is the account's: only the owner can give another.
      if (!t.has(key)) return t("payout.returned.todo");
      return `${t(key)} ${t(isOwner ? "payout.iban.owner" : "payout.iban.till")}`;
    }
    case "HELD":
      return t("payout.held.todo");
    case "UNKNOWN":
      return t("payout.unknown.todo");
    case "ACCEPTED":
      return bankReason === "bank-holds-first-payment" ? t("payout.firstPayment") : null;
    default:
      return null;
  }
}
