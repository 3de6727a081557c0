// The owner gives another account, also after a payment came back.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { problemText } from "../../shared/problem.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { changeIban } from "../model/change-iban.ts";
import { groupedIban, isIban, plainIban } from "../model/shop-fields.ts";
import { useShop, useTill } from "../parts/use-till.ts";
import { t } from "../texts.ts";

export function ChangeIban() {
  const till = useTill();
  const shop = useShop();
  const [isOpen, setOpen] = useState(false);
  const [iban, setIban] = useState("");
  const [isWrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [readyAt, setReadyAt] = useState<number | null>(null);
  const accounts = shop?.accounts.filter(({ state }) => state === "admitted") ?? [];
  if (!shop?.owner || accounts.length === 0) return null;
  if (readyAt !== null) {
    return <Notice kind="good" title={t("iban.done", { moment: formatMoment(readyAt) })} />;
  }
  if (!isOpen) {
    return (
      <Button look="second" wide onPress={() => setOpen(true)} testId="iban-open">
        {t("iban.open")}
      </Button>
    );
  }
  const problem = error === null ? null : problemText(error);
  const send = async (event: Event) => {
    event.preventDefault();
    const plain = plainIban(iban);
    if (!isIban(plain)) {
      setWrong(true);
      return;
    }
    setBusy(true);
    setError(null);
    try {
      const schemeIds = accounts.map(({ schemeId }) => schemeId as Hex);
      setReadyAt(await changeIban(till, { schemeIds, shopId: shop.shopId as Hex, iban: plain }));
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="card stack" onSubmit={(event) => void send(event)} noValidate>
      <h2>{t("iban.title")}</h2>
      <p class="soft">{t("iban.what")}</p>
      {accounts.length > 1 && <p class="soft">{t("iban.schemes", { count: accounts.length })}</p>}
      <Field
        label={t("iban.label")}
        value={iban}
        onInput={(value) => {
          setIban(value);
          setWrong(false);
        }}
        onLeave={() => setIban(groupedIban(iban))}
        autoCapitalize="characters"
        error={isWrong ? t("iban.wrong") : undefined}
        testId="iban-new"
      />
      {problem && (
        <Notice kind="bad" title={problem.title}>
          <p>{problem.todo}</p>
        </Notice>
      )}
      <Button type="submit" busy={busy} wide testId="iban-send">
        {t("iban.go")}
      </Button>
    </form>
  );
}
