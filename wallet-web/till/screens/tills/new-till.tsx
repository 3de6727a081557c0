// What the owner says of a till before its code is made: a name, and whether it may see the shop's money.
import { useState } from "preact/hooks";
import { Button } from "../../../shared/components/button.tsx";
import { Dialog } from "../../../shared/components/dialog.tsx";
import { Field } from "../../../shared/components/field.tsx";
import { Problem } from "../../../shared/components/notice.tsx";
import { addTill, isTillName, type TillForm, type WaitingTill } from "../../model/tills.ts";
import { useTill } from "../../parts/use-till.ts";
import { t } from "../../texts.ts";

export function NewTill(props: { onMade: (till: WaitingTill) => void; onClose: () => void }) {
  const till = useTill();
  const make = async (form: TillForm) => props.onMade(await addTill(till, form));
  return (
    <Dialog title={t("tills.new")} onClose={props.onClose} testId="new-till">
      <TillFields first={{ name: "", seesMoney: false }} act={t("tills.make")} onSend={make} />
    </Dialog>
  );
}

/** Name and right of a till, with the button that sends them. */
export function TillFields(props: {
  first: TillForm;
  act: string;
  onSend: (form: TillForm) => Promise<void>;
  /** The owner's own device sees all anyway. */
  isOwner?: boolean;
}) {
  const [form, setForm] = useState(props.first);
  const [isWrong, setWrong] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async (event: Event) => {
    event.preventDefault();
    setWrong(!isTillName(form.name));
    if (!isTillName(form.name) || isBusy) return;
    setBusy(true);
    setError(null);
    try {
      await props.onSend(form);
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => void send(event)}>
      <Field
        label={t("tills.name")}
        hint={t("tills.name.hint")}
        value={form.name}
        onInput={(name) => {
          setForm({ ...form, name });
          setWrong(false);
        }}
        error={isWrong ? t("tills.name.wrong") : null}
        maxLength={40}
        testId="till-name"
      />
      {!props.isOwner && (
        <label class="choice">
          <input
            type="checkbox"
            checked={form.seesMoney}
            data-testid="sees-money"
            onChange={(event) => setForm({ ...form, seesMoney: event.currentTarget.checked })}
          />
          <span>{t("tills.maySee")}</span>
        </label>
      )}
      <Problem error={error} />
      <Button type="submit" wide big busy={isBusy} testId="till-ok">
        {props.act}
      </Button>
    </form>
  );
}
