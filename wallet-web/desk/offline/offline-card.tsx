// Up to what tills accept without a connection, and who bears a refusal: shown to all, set by the sponsor.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field, SelectField } from "../../shared/components/field.tsx";
import { formatCents, formatDigits } from "../../shared/money.ts";
import { CARRIERS, type Carrier, type OfflineTerms } from "../../shared/protocol/offline-terms.ts";
import { useDesk, useRole } from "../app/context.ts";
import type { Scheme } from "../app/desk.ts";
import { demandSchemeUnchanged } from "../app/unchanged.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { text } from "../text.ts";
import {
  type OfflineForm,
  type OfflineProblems,
  offlineTermsPosting,
  readOfflineTerms,
} from "./set-terms.ts";

export function OfflineCard({ scheme }: { scheme: Scheme }) {
  const maySet = useRole("sponsor");
  const [isSetting, setSetting] = useState(false);
  const { offline } = scheme;
  const isOn = offline !== null && offline.perPaymentCents !== "0";
  return (
    <section class="card" data-testid="offline-card">
      <h2 class="card-title">{text("offline.title")}</h2>
      {isOn ? (
        <Facts
          facts={factsOf({
            carrier: offline.carrier,
            perPaymentCents: BigInt(offline.perPaymentCents),
            perDayCents: BigInt(offline.perDayCents),
          })}
        />
      ) : (
        <p data-testid="offline-never">{text("offline.never")}</p>
      )}
      {maySet && !scheme.closed && (
        <div class="row">
          <Button look="second" onPress={() => setSetting(true)} testId="offline-set">
            {text("offline.set")}
          </Button>
        </div>
      )}
      {!maySet && <p class="soft small">{text("role.needed", { role: text("role.sponsor") })}</p>}
      {isSetting && <SetDialog scheme={scheme} onClose={() => setSetting(false)} />}
    </section>
  );
}

const factsOf = (terms: OfflineTerms): [string, string][] => [
  [text("offline.perPayment"), formatCents(terms.perPaymentCents)],
  [text("offline.perDay"), formatCents(terms.perDayCents)],
  [text("offline.carrier"), text(`offline.carrier.${terms.carrier}`)],
];

function SetDialog({ scheme, onClose }: { scheme: Scheme; onClose: () => void }) {
  const desk = useDesk();
  const { schemeId } = scheme;
  // As it stood when the dialog opened: what one read before deciding.
  const [offline] = useState(scheme.offline);
  const [form, setForm] = useState<OfflineForm>({
    perPayment: formatDigits(BigInt(offline?.perPaymentCents ?? 0)),
    perDay: formatDigits(BigInt(offline?.perDayCents ?? 0)),
    carrier: offline?.carrier ?? "shop",
  });
  const [problems, setProblems] = useState<OfflineProblems>({});
  const change = (part: Partial<OfflineForm>) => setForm({ ...form, ...part });
  const make = () => {
    const { terms, problems: found } = readOfflineTerms(form);
    setProblems(found);
    return terms && set(terms);
  };
  const set = async (terms: OfflineTerms) => {
    await demandSchemeUnchanged(desk, { schemeId, part: "offline", shown: offline });
    return offlineTermsPosting(desk, { schemeId, terms });
  };
  return (
    <ActDialog
      title={text("offline.title")}
      confirm={text("offline.confirm")}
      make={make}
      said={text("offline.said")}
      onDone={() => void desk.deployments.refresh().catch(() => undefined)}
      onClose={onClose}
      testId="offline-dialog"
    >
      <p>{text("offline.what")}</p>
      <Field
        label={text("offline.perPayment")}
        hint={text("offline.perPayment.hint")}
        inputMode="decimal"
        value={form.perPayment}
        onInput={(perPayment) => change({ perPayment })}
        error={problems.perPayment && text(problems.perPayment as "amount.wrong")}
        testId="offline-per-payment"
      />
      <Field
        label={text("offline.perDay")}
        inputMode="decimal"
        value={form.perDay}
        onInput={(perDay) => change({ perDay })}
        error={problems.perDay && text(problems.perDay as "amount.wrong")}
        testId="offline-per-day"
      />
      <SelectField
        label={text("offline.carrier")}
        hint={text(`offline.carrier.${form.carrier}.what`)}
        empty={text("offline.carrier")}
        value={form.carrier}
        onInput={(carrier) => carrier !== "" && change({ carrier: carrier as Carrier })}
        choices={CARRIERS.map((carrier) => ({
          value: carrier,
          text: text(`offline.carrier.${carrier}`),
        }))}
        testId="offline-carrier"
      />
    </ActDialog>
  );
}
