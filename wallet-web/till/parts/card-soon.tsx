// The till is about to forget the card: any touch or key gives as much time again.
import { useEffect } from "preact/hooks";
import { Notice } from "../../shared/components/notice.tsx";
import { announce } from "../../shared/components/toast.tsx";
import { pinText } from "../model/pin-language.ts";

export function CardSoon({ isEnding }: { isEnding: boolean }) {
  useEffect(() => {
    if (isEnding) announce(`${pinText("soon")} ${pinText("soon.todo")}`);
  }, [isEnding]);
  if (!isEnding) return null;
  return (
    <Notice kind="warn" title={pinText("soon")} testId="pin-soon">
      <p>{pinText("soon.todo")}</p>
    </Notice>
  );
}
