// The phones that can pay from these budgets: which there are, one more, one less, and what to do when one is lost.
import { useEffect, useState } from "preact/hooks";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { Card, Tag, TopBar } from "../../shared/components/layout.tsx";
import { Problem } from "../../shared/components/notice.tsx";
import { toast } from "../../shared/components/toast.tsx";
import { formatDate } from "../../shared/dates.ts";
import { spokenLocale } from "../../shared/locale.ts";
import { goTo, pathTo } from "../../shared/router.ts";
import { type Phone, phonesOf, removePhone } from "../model/phones.ts";
import { refreshChildren } from "../model/refresh.ts";
import { useNameOf } from "../parts/child-name.ts";
import { useChildren, useFamily } from "../parts/use-family.ts";
import { t } from "../texts.ts";

export function Phones() {
  const family = useFamily();
  const children = useChildren();
  const [error, setError] = useState<unknown>(null);
  const [leaving, setLeaving] = useState<Phone | null>(null);
  useEffect(() => {
    refreshChildren(family).catch(setError);
  }, [family]);
  return (
    <>
      <TopBar title={t("phones.title")} onBack={() => goTo(["meer"])} />
      <main class="screen" id="main">
        <p class="soft">{t("phones.text")}</p>
        <Problem error={error} />
        <ul class="list">
          {phonesOf(children).map((phone) => (
            <PhoneRow key={phone.keys[0]?.address} phone={phone} onRemove={setLeaving} />
          ))}
        </ul>
        <ButtonLink wide icon="plus" href={pathTo("telefoon-toevoegen")} testId="add-phone">
          {t("phones.add")}
        </ButtonLink>
        <Card title={t("phones.lost.title")}>
          <p>{t("phones.lost.other")}</p>
          <p>{t("phones.lost.call")}</p>
        </Card>
      </main>
      {leaving && <RemoveDialog phone={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

function PhoneRow({ phone, onRemove }: { phone: Phone; onRemove: (phone: Phone) => void }) {
  const nameOf = useNameOf();
  const listed = new Intl.ListFormat(spokenLocale());
  return (
    <li class="list-row" data-testid={phone.isThis ? "this-phone" : "other-phone"}>
      <span class="list-icon">
        <Icon name="phone" />
      </span>
      <span class="list-main">
        <span class="strong">{phone.isThis ? t("phones.this") : t("phones.other")}</span>
        <span class="soft small">{t("phones.since", { date: formatDate(phone.addedAt) })}</span>
        <span class="small">{listed.format(phone.keys.map(({ child }) => nameOf(child)))}</span>
        {!phone.isThis && (
          <span class="row">
            <Button look="second" testId="remove-phone" onPress={() => onRemove(phone)}>
              {t("phones.remove")}
            </Button>
          </span>
        )}
      </span>
      {phone.isThis && <Tag kind="good">{t("phones.here")}</Tag>}
    </li>
  );
}

function RemoveDialog({ phone, onClose }: { phone: Phone; onClose: () => void }) {
  const family = useFamily();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const remove = async () => {
    setBusy(true);
    setError(null);
    try {
      await removePhone(family, phone);
      toast(t("phones.removed"));
      onClose();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("phones.remove.title")} onClose={onClose} testId="remove-dialog">
      <p>{t("phones.remove.text", { date: formatDate(phone.addedAt) })}</p>
      <Problem error={error} />
      <Button wide look="danger" busy={isBusy} testId="remove-yes" onPress={() => void remove()}>
        {t("phones.remove.do")}
      </Button>
      <Button wide look="quiet" onPress={onClose}>
        {t("phones.remove.not")}
      </Button>
    </Dialog>
  );
}
