// Opens a scheme: five questions, the rest with sensible answers.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { ApiError } from "../../shared/problem.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands, type SchemeTerms, type SoleLimits } from "../../shared/protocol/commands.ts";
import { goTo } from "../../shared/router.ts";
import { CHILDREN } from "../../shared/scheme-words.ts";
import { useDesk, useMunicipality, useRole } from "../app/context.ts";
import { type Desk, noteChange, posting, sign } from "../app/desk.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { DateField } from "../components/date-field.tsx";
import { text } from "../text.ts";
import { addDays, dayOf } from "./period.ts";
import { schemeFacts } from "./scheme-facts.ts";
import { readTerms, type SchemeField, type SchemeForm, type SchemeProblems } from "./terms.ts";

/** What the form says, once all of it can be. */
type Agreed = { terms: SchemeTerms; limits: SoleLimits; retentionMonths: number };

const DEFAULT_DAYS = 365;
/** Behind "more": each has a sensible answer already. */
const MORE: readonly SchemeField[] = [
  "graceDays",
  "ibanDelayDays",
  "shopDebtLimit",
  "soleFunding",
  "soleIban",
  "soleAdmissions",
  "wordForOne",
  "wordForMany",
  "retentionMonths",
];

export function OpenScheme({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const municipality = useMunicipality();
  const mayOpen = useRole("sponsor");
  const now = desk.deployments.now();
  const [form, setForm] = useState<SchemeForm>(() => defaults(municipality, now));
  const [problems, setProblems] = useState<SchemeProblems>({});
  const [agreed, setAgreed] = useState<Agreed | null>(null);
  if (!mayOpen) {
    return <Notice title={text("role.needed", { role: text("role.sponsor") })} />;
  }
  const words = { one: form.wordForOne.trim(), many: form.wordForMany.trim() };
  const change = (field: SchemeField) => (value: string) => {
    setForm({ ...form, [field]: value });
    setProblems({ ...problems, [field]: undefined });
  };
  const check = (event: Event) => {
    event.preventDefault();
    const read = readTerms(form, desk.deployments.now());
    const { terms, limits, retentionMonths } = read;
    setProblems(read.problems);
    setAgreed(terms && limits && retentionMonths ? { terms, limits, retentionMonths } : null);
  };
  return (
    <section class="card narrow">
      <form class="stack" onSubmit={check} noValidate>
        <Fields form={form} problems={problems} change={change} />
        <div class="row">
          <Button type="submit" testId="open-scheme-check">
            {text("open.check")}
          </Button>
        </div>
      </form>
      {agreed && (
        <ActDialog
          title={text("open.confirm.title")}
          confirm={text("open.confirm")}
          isFinal
          make={async () => {
            const { terms, limits, retentionMonths } = agreed;
            await fixLimits(desk, { schemeId, limits });
            return {
              path: "/schemes",
              body: {
                schemeId,
                name: form.name.trim(),
                retentionMonths,
                words,
                soleLimits: limits,
                request: await sign(desk, commands.openScheme({ schemeId, terms })),
              },
            };
          }}
          said={text("open.said")}
          onDone={() => {
            void desk.deployments.refresh().then(() => noteChange(desk));
            goTo([]);
          }}
          onClose={() => setAgreed(null)}
          testId="open-scheme-dialog"
        >
          <Facts
            facts={[
              [text("open.name"), form.name.trim()],
              [text("open.words"), `${words.one}, ${words.many}`],
              ...schemeFacts(
                {
                  ...agreed.terms,
                  soleLimits: agreed.limits,
                  retentionMonths: agreed.retentionMonths,
                },
                words,
              ),
            ]}
          />
          <p>{text("open.confirm.what")}</p>
        </ActDialog>
      )}
    </section>
  );
}

/** Before the scheme is opened: as long as nothing is fixed, everything takes two. */
async function fixLimits(desk: Desk, given: { schemeId: Hex; limits: SoleLimits }): Promise<void> {
  const { ledger } = await desk.deployments.get();
  const { path, body } = await posting(desk, commands.setSoleLimits({ ...given, ledger }));
  try {
    await desk.api.post(path, body, { retry: "once" });
  } catch (error) {
    // Fixed before, by a try of which the opening itself failed, or by a colleague: the opening is refused when they are others.
    if (!(error instanceof ApiError && error.code === "sole-limits-fixed")) throw error;
  }
}

function Fields(props: {
  form: SchemeForm;
  problems: SchemeProblems;
  change: (field: SchemeField) => (value: string) => void;
}) {
  const { form, problems, change } = props;
  const errorOf = (field: SchemeField) => {
    const key = problems[field];
    return key && text.has(key) ? text(key) : null;
  };
  const fieldOf = (field: SchemeField) => ({
    label: text(`open.${field}` as "open.name", { beneficiary: form.wordForOne.trim() }),
    value: form[field],
    onInput: change(field),
    error: errorOf(field),
    testId: `scheme-${field}`,
  });
  return (
    <>
      <Field {...fieldOf("name")} hint={text("open.name.hint")} maxLength={100} />
      <div class="pair">
        <DateField {...fieldOf("firstDay")} />
        <DateField {...fieldOf("lastDay")} min={form.firstDay} />
      </div>
      <Field {...fieldOf("amount")} hint={text("open.amount.hint")} inputMode="decimal" />
      <details class="more" open={MORE.some((field) => problems[field])}>
        <summary>{text("open.more")}</summary>
        <div class="stack">
          <div class="pair">
            <Field {...fieldOf("wordForOne")} hint={text("open.wordForOne.hint")} maxLength={40} />
            <Field {...fieldOf("wordForMany")} maxLength={40} />
          </div>
          <Field {...fieldOf("graceDays")} hint={text("open.graceDays.hint")} inputMode="numeric" />
          <Field
            {...fieldOf("ibanDelayDays")}
            hint={text("open.ibanDelayDays.hint")}
            inputMode="numeric"
          />
          <Field
            {...fieldOf("shopDebtLimit")}
            hint={text("open.shopDebtLimit.hint")}
            inputMode="decimal"
          />
          <Field
            {...fieldOf("soleFunding")}
            hint={text("open.soleFunding.hint")}
            inputMode="decimal"
          />
          <Field {...fieldOf("soleIban")} hint={text("open.soleIban.hint")} inputMode="decimal" />
          <Field
            {...fieldOf("soleAdmissions")}
            hint={text("open.soleAdmissions.hint")}
            inputMode="numeric"
          />
          <Field
            {...fieldOf("retentionMonths")}
            hint={text("open.retentionMonths.hint")}
            inputMode="numeric"
          />
        </div>
      </details>
    </>
  );
}

function defaults(municipality: string, now: number): SchemeForm {
  const today = dayOf(now);
  return {
    name: text("open.name.default", { municipality, year: today.slice(0, 4) }),
    firstDay: today,
    lastDay: addDays(today, DEFAULT_DAYS - 1),
    amount: "300,00",
    graceDays: "30",
    ibanDelayDays: "2",
    shopDebtLimit: "100,00",
    soleFunding: "100000,00",
    soleIban: "1000,00",
    soleAdmissions: "20",
    wordForOne: CHILDREN.one,
    wordForMany: CHILDREN.many,
    retentionMonths: "24",
  };
}
