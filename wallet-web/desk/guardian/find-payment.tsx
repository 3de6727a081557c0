// Finds a payment by the code on its receipt, says what a reversal would do, and reverses it while the shop has no money of it.
import { useState } from "preact/hooks";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatDate, formatTime } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { shortCode } from "../../shared/short-code.ts";
import { useDesk, useRole } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { Facts } from "../components/act-dialog.tsx";
import { Loading } from "../components/page.tsx";
import { text } from "../text.ts";
import { timelinePath } from "../timeline/places.ts";
import type { FoundPayment, ReversalList } from "./answers.ts";
import { ReverseDialog } from "./reverse-dialog.tsx";
import { readShortCode } from "./short-code-input.ts";

export function FindPayment({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const [typed, setTyped] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const loaded = useLoad<ReversalList>(code && `reversals ${schemeId} ${code}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/reversals?code=${code}`, { signal }),
  );
  const find = () => {
    const read = readShortCode(typed);
    setCode(read);
    setWrong(read === null);
  };
  return (
    <section class="card" aria-labelledby="find-payment-title" data-testid="find-payment">
      <h2 id="find-payment-title" class="card-title">
        {text("guardian.find")}
      </h2>
      <form
        class="stack narrow"
        onSubmit={(event) => {
          event.preventDefault();
          find();
        }}
      >
        <Field
          label={text("guardian.find.label")}
          hint={text("guardian.find.hint")}
          value={typed}
          maxLength={20}
          autoCapitalize="characters"
          onInput={(value) => {
            setTyped(value);
            setWrong(false);
          }}
          error={isWrong ? text("guardian.find.wrong") : undefined}
          testId="payment-code"
        />
        <div class="row">
          <Button type="submit" look="second" testId="find-payment-go">
            {text("guardian.find.go")}
          </Button>
        </div>
      </form>
      {code !== null && (
        <Loading loaded={loaded}>{({ payments }) => <Found payments={payments} />}</Loading>
      )}
    </section>
  );
}

function Found({ payments }: { payments: readonly FoundPayment[] }) {
  if (payments.length === 0) {
    return (
      <Notice title={text("guardian.find.none")} testId="payment-none">
        <p>{text("guardian.find.none.what")}</p>
      </Notice>
    );
  }
  return (
    <>
      {payments.length > 1 && <p>{text("guardian.find.several")}</p>}
      {payments.map((payment) => (
        <Payment key={payment.paymentId} payment={payment} />
      ))}
    </>
  );
}

function Payment({ payment }: { payment: FoundPayment }) {
  const [isAsking, setAsking] = useState(false);
  const mayReverse = useRole("guardian");
  const isPossible = payment.verdict === "possible";
  return (
    <div class="stack" data-testid="found-payment" data-verdict={payment.verdict}>
      <Facts
        facts={[
          [text("guardian.find.label"), shortCode(payment.paymentId)],
          [text("guardian.payment.shop"), payment.shopName],
          [
            text("guardian.payment.when"),
            `${formatDate(payment.paidAt)}, ${formatTime(payment.paidAt)}`,
          ],
          [text("guardian.payment.amount"), formatCents(BigInt(payment.amountCents))],
          [
            text(isPossible ? "guardian.payment.remaining" : "guardian.payment.kept"),
            formatCents(BigInt(payment.remainingCents)),
          ],
        ]}
      />
      <Notice
        kind={isPossible ? "info" : "warn"}
        title={text(`guardian.verdict.${payment.verdict}`)}
      />
      <div class="row">
        {isPossible && mayReverse && (
          <Button look="danger" onPress={() => setAsking(true)} testId="reverse">
            {text("guardian.reverse.go")}
          </Button>
        )}
        <ButtonLink
          look="second"
          icon="clock"
          href={timelinePath("payment", payment.paymentId)}
          testId="timeline-payment"
        >
          {text("timeline.open")}
        </ButtonLink>
      </div>
      {isPossible && !mayReverse && (
        <p class="soft small">{text("role.needed", { role: text("role.guardian") })}</p>
      )}
      {isAsking && <ReverseDialog payment={payment} onClose={() => setAsking(false)} />}
    </div>
  );
}
