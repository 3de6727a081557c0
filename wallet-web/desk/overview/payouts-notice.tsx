// Says on the first page that payouts came back or were refused lately, and leads there.
import { ButtonLink } from "../../shared/components/button.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { pathTo } from "../../shared/router.ts";
import { useDesk } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import type { PayoutList } from "../payouts/answers.ts";
import { text } from "../text.ts";

/** Nothing at all while all is well. */
export function PayoutsNotice({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const { value } = useLoad<PayoutList>(`payouts attention ${schemeId}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/payouts?show=attention&limit=1`, { signal }),
  );
  // What waits for a person stands in the list of things to do.
  const { HELD = 0, UNKNOWN = 0 } = value?.counts ?? {};
  const count = (value?.total ?? 0) - HELD - UNKNOWN;
  if (count <= 0) return null;
  return (
    <Notice kind="warn" title={text.count("overview.payouts", count)} testId="payouts-attention">
      <ButtonLink look="second" href={pathTo("payouts")}>
        {text("overview.payouts.go")}
      </ButtonLink>
    </Notice>
  );
}
