// The till is about to forget the card: any touch or key gives as much time again.
import { useEffect } from "preact/hooks";
import { Notice } from "../../shared/components/notice.tsx";
import { announce } from "../../shared/components/toast.tsx";
import { t } from "../texts.ts";

export function CardSoon({ isEnding }: { isEnding: boolean }) {
  useEffect(() => {
    if (isEnding) announce(`${t("pin.soon")} ${t("pin.soon.todo")}`);
  }, [isEnding]);
  if (!isEnding) return null;
  return (
    <Notice kind="warn" title={t("pin.soon")} testId="pin-soon">
      <p>{t("pin.soon.todo")}</p>
    </Notice>
  );
}
