// What the bank said of a shop's name and account, and what to do: before paying, or before confirming an account.
import { Notice, type NoticeKind } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import type { NameCheck } from "../payouts/answers.ts";
import { text } from "../text.ts";

const LOOKS: Record<NameCheck["result"], NoticeKind> = {
  MTCH: "good",
  CMTC: "warn",
  NMTC: "bad",
  NOAP: "info",
};

/** Nothing where the bank never said a thing. */
export function NameCheckNotice(props: { check: NameCheck | null; task: "pay" | "confirm" }) {
  const { check, task } = props;
  if (check === null) return null;
  const { result, name, at } = check;
  return (
    <Notice kind={LOOKS[result]} title={text(`nameCheck.${result}`)} testId="name-check">
      {name && <p>{text("nameCheck.name", { name })}</p>}
      <p>{text(`nameCheck.${task}.${result}`)}</p>
      <p class="small soft">{text("nameCheck.at", { moment: formatMoment(at) })}</p>
    </Notice>
  );
}
