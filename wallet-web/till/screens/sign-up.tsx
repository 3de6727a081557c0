// A shop signs up, in two short steps. What was filled in survives a closed page.
import { useEffect, useState } from "preact/hooks";
import type { ShopCategory } from "../../shared/api-types.ts";
import { Button } from "../../shared/components/button.tsx";
import { Field, SelectField } from "../../shared/components/field.tsx";
import { Steps, TopBar } from "../../shared/components/layout.tsx";
import { Notice, Problem } from "../../shared/components/notice.tsx";
import { goTo } from "../../shared/router.ts";
import { sharedText } from "../../shared/texts.ts";
import { ALWAYS_CLOSED, type Visit, wrongDays } from "../model/hours.ts";
import {
  EMPTY_FORM,
  type FieldTrouble,
  groupedIban,
  type ShopField,
  type ShopForm,
  troubleOf,
} from "../model/shop-fields.ts";
import {
  readDraft,
  readVisitDraft,
  signUp,
  writeDraft,
  writeVisitDraft,
  wrongFields,
} from "../model/sign-up.ts";
import { HoursForm } from "../parts/hours-form.tsx";
import { PlaceForm } from "../parts/place-form.tsx";
import { useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";

const CATEGORIES: readonly ShopCategory[] = [
  "clothing",
  "shoes",
  "toys",
  "books",
  "sport",
  "bicycles",
  "school",
  "music",
  "baby",
  "household",
  "hairdresser",
  "swimming",
  "second-hand",
  "groceries",
  "other",
];

const STEPS: readonly (readonly ShopField[])[] = [
  ["name", "kvkNumber", "category", "address"],
  ["iban", "email"],
];

export function SignUp() {
  const signing = useSignUp();
  const { step, setStep, next, isBusy, error } = signing;
  const isLast = step === STEPS.length - 1;
  const fields = STEPS[step] ?? [];
  return (
    <>
      <TopBar
        title={t("signUp.title")}
        onBack={() => (step > 0 ? setStep(step - 1) : goTo([], { replace: true }))}
      />
      <main class="screen" id="main">
        <Steps
          label={t("signUp.steps")}
          steps={[t("signUp.stepShop"), t("signUp.stepMoney")]}
          now={step}
        />
        <form
          class="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            next();
          }}
        >
          {fields.map((field) => (
            <ShopInput key={field} field={field} signing={signing} />
          ))}
          {isLast && <VisitLater visit={signing.visit} onChange={signing.changeVisit} />}
          {isLast && (
            <Notice title={t("signUp.check.title")}>
              <p>{t("signUp.check.text")}</p>
            </Notice>
          )}
          <Problem error={error} />
          <Button type="submit" big wide busy={isBusy} testId={isLast ? "send" : "next-step"}>
            {isLast ? t("signUp.send") : t("signUp.next")}
          </Button>
        </form>
      </main>
    </>
  );
}

/** Most shops do this once they take part. */
function VisitLater({ visit, onChange }: { visit: Visit; onChange: (visit: Visit) => void }) {
  return (
    <details class="card" data-testid="visit-later">
      <summary class="strong">{t("hours.later")}</summary>
      <div class="stack">
        <p class="soft">{t("hours.what")}</p>
        <HoursForm hours={visit.hours} onChange={(hours) => onChange({ ...visit, hours })} />
        <div class="stack stack-tight">
          <h2 class="card-title">{t("place.title")}</h2>
          <PlaceForm place={visit.place} onChange={(place) => onChange({ ...visit, place })} />
        </div>
      </div>
    </details>
  );
}

function useSignUp() {
  const till = useTill();
  const [form, setForm] = useState<ShopForm>(EMPTY_FORM);
  const [left, setLeft] = useState<ReadonlySet<ShopField>>(new Set());
  const [refused, setRefused] = useState<readonly ShopField[]>([]);
  const [step, setStep] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const [visit, setVisit] = useState<Visit>({ hours: ALWAYS_CLOSED, place: null });

  useEffect(() => {
    void readDraft(till).then((draft) => draft && setForm(draft));
    void readVisitDraft(till).then((draft) => draft && setVisit(draft));
  }, [till]);

  const troubleIn = (field: ShopField): FieldTrouble | null =>
    refused.includes(field) ? "wrong" : left.has(field) ? troubleOf(field, form[field]) : null;

  const change = (field: ShopField, value: string) => {
    const changed = { ...form, [field]: value } as ShopForm;
    setForm(changed);
    setRefused(refused.filter((one) => one !== field));
    void writeDraft(till, changed);
  };

  const send = async () => {
    setBusy(true);
    setError(null);
    try {
      await signUp(till, form, visit);
      goTo([], { replace: true });
    } catch (cause) {
      const wrong = wrongFields(cause);
      setRefused(wrong);
      setBusy(false);
      if (wrong.length === 0) setError(cause);
      else setStep(STEPS.findIndex((fields) => fields.some((field) => wrong.includes(field))));
    }
  };

  const next = () => {
    const fields = STEPS[step] ?? [];
    setLeft(new Set([...left, ...fields]));
    const wrong = fields.find((field) => troubleOf(field, form[field]) !== null);
    if (wrong) {
      requestAnimationFrame(() => {
        document.querySelector<HTMLElement>(`[data-testid="field-${wrong}"]`)?.focus();
      });
    } else if (step < STEPS.length - 1) {
      setStep(step + 1);
    } else if (!isBusy && wrongDays(visit.hours).length === 0) {
      void send();
    }
  };
  const leave = (field: ShopField) => {
    if (form[field].trim() !== "") setLeft(new Set([...left, field]));
  };
  const changeVisit = (changed: Visit) => {
    setVisit(changed);
    void writeVisitDraft(till, changed);
  };
  return { form, change, leave, troubleIn, step, setStep, next, isBusy, error, visit, changeVisit };
}

type Signing = ReturnType<typeof useSignUp>;

const INPUTS = {
  name: { autoComplete: "organization", autoCapitalize: "words", maxLength: 100 },
  kvkNumber: { inputMode: "numeric", maxLength: 12 },
  category: {},
  address: { autoComplete: "street-address", autoCapitalize: "words", maxLength: 200 },
  iban: { autoCapitalize: "characters", maxLength: 42, placeholder: "NL00 BANK 0123 4567 89" },
  email: {
    type: "email",
    inputMode: "email",
    autoComplete: "email",
    autoCapitalize: "none",
    maxLength: 200,
  },
} as const;

function ShopInput({ field, signing }: { field: ShopField; signing: Signing }) {
  const trouble = signing.troubleIn(field);
  const common = {
    label: t(`field.${field}`),
    value: signing.form[field],
    error: trouble && t(`field.${field}.${trouble}`),
    testId: `field-${field}`,
    onInput: (value: string) => signing.change(field, value),
    onLeave: () => {
      if (field === "iban") signing.change("iban", groupedIban(signing.form.iban));
      signing.leave(field);
    },
  };
  if (field === "category") {
    return (
      <SelectField
        {...common}
        empty={t("field.category.choose")}
        choices={CATEGORIES.map((value) => ({ value, text: sharedText(`category.${value}`) }))}
      />
    );
  }
  const hint = t.has(`field.${field}.hint`) ? { hint: t(`field.${field}.hint`) } : {};
  return <Field {...common} {...INPUTS[field]} {...hint} />;
}
