// The treasurer's mandate: how much the system may pay to shops by itself, and until when.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { formatDate } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { commands, type Mandate } from "../../shared/protocol/commands.ts";
import { useStore } from "../../shared/store.ts";
import type { SchemeOverview } from "../app/answers.ts";
import { useDesk, useRole } from "../app/context.ts";
import { posting, type Scheme } from "../app/desk.ts";
import { demandUnchanged } from "../app/unchanged.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { DateField } from "../components/date-field.tsx";
import { parseEuros } from "../components/euros.ts";
import { dayOf, endOfDay } from "../schemes/period.ts";
import { text } from "../text.ts";

type Form = { perPayout: string; perDay: string; until: string };
type Problems = Partial<Record<keyof Form, string>>;

export function MandateCard({ scheme, overview }: { scheme: Scheme; overview: SchemeOverview }) {
  const desk = useDesk();
  const maySet = useRole("treasurer");
  const operator = useStore(desk.deployments.store)?.operator;
  const [isChanging, setChanging] = useState(false);
  const { mandate } = overview;
  const isExpired = mandate !== null && mandate.validUntil <= desk.deployments.now();
  return (
    <section class="card" data-testid="mandate-card">
      <div class="row row-apart">
        <h2 class="card-title">{text("mandate.title")}</h2>
        <Tag kind={!mandate || isExpired ? "bad" : "good"}>
          {text(!mandate ? "mandate.none" : isExpired ? "mandate.expired" : "mandate.valid")}
        </Tag>
      </div>
      <p class="soft">{text("mandate.what")}</p>
      {mandate && (
        <Facts
          facts={[
            [text("mandate.perPayout"), formatCents(BigInt(mandate.perPayoutCents))],
            [text("mandate.perDay"), formatCents(BigInt(mandate.perDayCents))],
            [text("mandate.until"), formatDate(mandate.validUntil - 1)],
          ]}
        />
      )}
      {!maySet && <p class="soft small">{text("role.needed", { role: text("role.treasurer") })}</p>}
      {maySet && operator && (isChanging || !mandate) && (
        <MandateForm
          scheme={scheme}
          operator={operator}
          mandate={mandate}
          onDone={() => setChanging(false)}
        />
      )}
      {maySet && mandate && !isChanging && (
        <div class="row">
          <Button look="second" onPress={() => setChanging(true)} testId="mandate-change">
            {text(isExpired ? "mandate.renew" : "mandate.change")}
          </Button>
        </div>
      )}
    </section>
  );
}

function MandateForm(props: {
  scheme: Scheme;
  operator: Mandate["operator"];
  mandate: SchemeOverview["mandate"];
  onDone: () => void;
}) {
  const { scheme, operator } = props;
  const desk = useDesk();
  const [form, setForm] = useState<Form>(() => defaults(props.mandate, scheme));
  const [problems, setProblems] = useState<Problems>({});
  const [mandate, setMandate] = useState<Mandate | null>(null);
  // As it stood when the dialog opened: what one read before deciding.
  const [shown, setShown] = useState(props.mandate);
  const change = (field: keyof Form) => (value: string) => {
    setForm({ ...form, [field]: value });
    setProblems({});
  };
  const check = (event: Event) => {
    event.preventDefault();
    const read = readMandate(form, { operator, now: desk.deployments.now() });
    setProblems(read.problems);
    setMandate(read.mandate);
    setShown(props.mandate);
  };
  const make = async (given: Mandate) => {
    const { schemeId } = scheme;
    const now = await desk.api.get<SchemeOverview>(`/schemes/${schemeId}/overview`);
    demandUnchanged(shown, now.mandate);
    return posting(desk, commands.setMandate({ schemeId, mandate: given }));
  };
  return (
    <>
      <form class="stack" onSubmit={check} noValidate>
        <Field
          label={text("mandate.perPayout")}
          hint={text("mandate.perPayout.hint")}
          inputMode="decimal"
          value={form.perPayout}
          onInput={change("perPayout")}
          error={problems.perPayout}
          testId="mandate-per-payout"
        />
        <Field
          label={text("mandate.perDay")}
          hint={text("mandate.perDay.hint")}
          inputMode="decimal"
          value={form.perDay}
          onInput={change("perDay")}
          error={problems.perDay}
          testId="mandate-per-day"
        />
        <DateField
          label={text("mandate.until")}
          value={form.until}
          onInput={change("until")}
          error={problems.until}
          testId="mandate-until"
        />
        <div class="row">
          <Button type="submit" testId="mandate-set">
            {text("mandate.go")}
          </Button>
        </div>
      </form>
      {mandate && (
        <ActDialog
          title={text("mandate.confirm.title")}
          confirm={text("mandate.confirm")}
          make={() => make(mandate)}
          said={text("mandate.said")}
          onDone={props.onDone}
          onClose={() => setMandate(null)}
          testId="mandate-dialog"
        >
          <Facts
            facts={[
              [text("mandate.perPayout"), formatCents(mandate.perPayoutCents)],
              [text("mandate.perDay"), formatCents(mandate.perDayCents)],
              [text("mandate.until"), formatDate(mandate.validUntil - 1)],
            ]}
          />
          <p>{text("mandate.check")}</p>
        </ActDialog>
      )}
    </>
  );
}

function defaults(mandate: SchemeOverview["mandate"], scheme: Scheme): Form {
  return {
    perPayout: mandate ? eurosOf(mandate.perPayoutCents) : "2.500,00",
    perDay: mandate ? eurosOf(mandate.perDayCents) : "10.000,00",
    until: dayOf(scheme.endsAt + scheme.graceSeconds - 1),
  };
}

const eurosOf = (cents: string) => formatCents(BigInt(cents)).replace(/[^\d.,]/g, "");

function readMandate(
  form: Form,
  given: { operator: Mandate["operator"]; now: number },
): { mandate: Mandate | null; problems: Problems } {
  const perPayoutCents = parseEuros(form.perPayout);
  const perDayCents = parseEuros(form.perDay);
  const validUntil = endOfDay(form.until);
  const problems: Problems = {};
  if (!perPayoutCents) problems.perPayout = text("amount.wrong");
  if (!perDayCents) problems.perDay = text("amount.wrong");
  else if (perPayoutCents && perDayCents < perPayoutCents)
    problems.perDay = text("mandate.perDay.low");
  if (validUntil === null) problems.until = text("open.day.missing");
  else if (validUntil <= given.now) problems.until = text("open.lastDay.past");
  if (Object.keys(problems).length > 0 || !perPayoutCents || !perDayCents || !validUntil) {
    return { mandate: null, problems };
  }
  return {
    mandate: { operator: given.operator, perPayoutCents, perDayCents, validUntil },
    problems,
  };
}
