// What printed cards may pay in a scheme: shown to all, set by the sponsor, who reads first what it does.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { formatCents } from "../../shared/money.ts";
import type { CardLimits } from "../../shared/protocol/card-commands.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { useDesk, useRole } from "../app/context.ts";
import { posting, type Scheme } from "../app/desk.ts";
import { demandSchemeUnchanged } from "../app/unchanged.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { text } from "../text.ts";
import { type CardLimitsForm, type CardLimitsProblems, readCardLimits } from "./read-limits.ts";

export function CardLimitsCard({ scheme }: { scheme: Scheme }) {
  const maySet = useRole("sponsor");
  const { cardLimits } = scheme;
  return (
    <section class="card" data-testid="card-limits">
      <h2 class="card-title">{text("cardLimits.title")}</h2>
      <p class="soft">{text("cardLimits.what")}</p>
      {cardLimits ? (
        <Facts
          facts={[
            [text("cardLimits.perPayment"), formatCents(BigInt(cardLimits.perPaymentCents))],
            [text("cardLimits.perDay"), formatCents(BigInt(cardLimits.perDayCents))],
          ]}
        />
      ) : (
        <p class="strong" data-testid="card-limits-none">
          {text("cardLimits.none")}
        </p>
      )}
      {maySet && !scheme.closed && <LimitsForm scheme={scheme} />}
      {!maySet && <p class="soft small">{text("role.needed", { role: text("role.sponsor") })}</p>}
    </section>
  );
}

function LimitsForm({ scheme }: { scheme: Scheme }) {
  const [form, setForm] = useState<CardLimitsForm>({ perPayment: "", perDay: "" });
  const [problems, setProblems] = useState<CardLimitsProblems>({});
  const [asked, setAsked] = useState<CardLimits | null>(null);
  const check = (event: Event) => {
    event.preventDefault();
    const read = readCardLimits(form);
    setProblems(read.problems);
    setAsked(read.limits);
  };
  return (
    <form class="stack" onSubmit={check} noValidate>
      {(["perPayment", "perDay"] as const).map((field) => {
        const problem = problems[field];
        return (
          <Field
            key={field}
            label={text(`cardLimits.${field}`)}
            hint={text(`cardLimits.${field}.hint`)}
            inputMode="decimal"
            value={form[field]}
            onInput={(value) => setForm({ ...form, [field]: value })}
            error={problem ? text(problem) : null}
            testId={`card-limit-${field}`}
          />
        );
      })}
      <div class="row">
        <Button type="submit" look="second" testId="set-card-limits">
          {text("cardLimits.go")}
        </Button>
      </div>
      {asked && (
        <LimitsDialog
          scheme={scheme}
          limits={asked}
          onDone={() => setForm({ perPayment: "", perDay: "" })}
          onClose={() => setAsked(null)}
        />
      )}
    </form>
  );
}

function LimitsDialog(props: {
  scheme: Scheme;
  limits: CardLimits;
  onDone: () => void;
  onClose: () => void;
}) {
  const { limits } = props;
  const { schemeId } = props.scheme;
  const desk = useDesk();
  const isNone = limits.perPaymentCents === 0n;
  // As they stood when the dialog opened: what one read before deciding.
  const [shown] = useState(props.scheme.cardLimits);
  const make = async () => {
    await demandSchemeUnchanged(desk, { schemeId, part: "cardLimits", shown });
    return posting(desk, commands.setCardLimits({ schemeId, limits }));
  };
  return (
    <ActDialog
      title={text("cardLimits.dialog")}
      confirm={text("cardLimits.confirm")}
      isDangerous={isNone}
      make={make}
      said={text("cardLimits.said")}
      onDone={() => {
        props.onDone();
        void desk.deployments.refresh().catch(() => undefined);
      }}
      onClose={props.onClose}
      testId="card-limits-dialog"
    >
      <p>
        {isNone
          ? text("cardLimits.does.none")
          : text("cardLimits.does", {
              perPayment: formatCents(limits.perPaymentCents),
              perDay: formatCents(limits.perDayCents),
            })}
      </p>
      <p>{text("cardLimits.does.all")}</p>
      {!isNone && <p>{text("cardLimits.does.risk")}</p>}
    </ActDialog>
  );
}
