// One till: another name, another right, or taken away after a question that says what that means.
import { useState } from "preact/hooks";
import { Button } from "../../../shared/components/button.tsx";
import { Dialog } from "../../../shared/components/dialog.tsx";
import { Problem } from "../../../shared/components/notice.tsx";
import { toast } from "../../../shared/components/toast.tsx";
import type { Hex } from "../../../shared/protocol/bytes.ts";
import { describeTill, type ListedTill, removeTill, type TillForm } from "../../model/tills.ts";
import { tillName } from "../../parts/till-name.ts";
import { useShop, useTill } from "../../parts/use-till.ts";
import { t } from "../../texts.ts";
import { TillFields } from "./new-till.tsx";

export function EditTill(props: { till: ListedTill; onClose: () => void }) {
  const till = useTill();
  const shop = useShop();
  const [isClosing, setClosing] = useState(false);
  const { address, name, seesMoney, owner, isLink } = props.till;
  const shown = tillName(shop, address);
  if (isClosing) return <CloseTill {...props} name={shown} onBack={() => setClosing(false)} />;
  const save = async (form: TillForm) => {
    await describeTill(till, address as Hex, form);
    toast(t("tills.saved"));
    props.onClose();
  };
  return (
    <Dialog title={t("tills.edit", { name: shown })} onClose={props.onClose} testId="edit-till">
      <TillFields
        first={{ name: name ?? "", seesMoney }}
        act={t("tills.save")}
        onSend={save}
        isOwner={owner}
      />
      {!owner && (
        <Button wide look="danger-line" testId="close-till" onPress={() => setClosing(true)}>
          {t(isLink ? "tills.closeLink" : "tills.close")}
        </Button>
      )}
    </Dialog>
  );
}

function CloseTill(props: {
  till: ListedTill;
  name: string;
  onBack: () => void;
  onClose: () => void;
}) {
  const till = useTill();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { name } = props;
  const act = props.till.isLink ? "closeLink" : "close";
  const close = async () => {
    setBusy(true);
    setError(null);
    try {
      await removeTill(till, props.till.address as Hex);
      toast(t(props.till.isLink ? "tills.closeLink.done" : "tills.closed", { name }));
      props.onClose();
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t(`tills.${act}.title`, { name })} onClose={props.onBack} testId="close-dialog">
      <p>{t(`tills.${act}.text`, { name })}</p>
      <Problem error={error} />
      <Button wide look="danger" busy={isBusy} testId="close-till-ok" onPress={() => void close()}>
        {t(`tills.${act}.do`)}
      </Button>
      <Button wide look="second" onPress={props.onBack}>
        {t("tills.close.no")}
      </Button>
    </Dialog>
  );
}
