// One family: each child's state and what is left, and what can be done: a new code, block, unblock.
import { useState } from "preact/hooks";
import { Amount } from "../../shared/components/amount.tsx";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { formatDate } from "../../shared/dates.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { Household } from "../app/answers.ts";
import { useRole } from "../app/context.ts";
import { Facts } from "../components/act-dialog.tsx";
import { text } from "../text.ts";
import { timelinePath } from "../timeline/places.ts";
import { FreezeDialog, UnfreezeDialog } from "./freeze-dialog.tsx";
import { reissuable } from "./plan-reissue.ts";
import { ReissueDialog } from "./reissue-dialog.tsx";

type Asking = { act: "reissue" | "freeze" | "unfreeze"; ids: Hex[]; child: number | null };

const STATE_KINDS = { registered: "warn", active: "good", frozen: "bad", closed: "info" } as const;

export function HouseholdDialog(props: {
  schemeId: Hex;
  household: Household;
  onClose: () => void;
}) {
  const { household } = props;
  const [asking, setAsking] = useState<Asking | null>(null);
  const end = () => setAsking(null);
  // One question at a time: the answer comes back here.
  if (asking?.act === "reissue") return <ReissueDialog {...props} {...asking} onClose={end} />;
  if (asking?.act === "freeze") {
    return (
      <FreezeDialog
        household={household}
        beneficiaryId={asking.ids[0] as Hex}
        child={asking.child ?? 1}
        onClose={end}
      />
    );
  }
  if (asking?.act === "unfreeze") {
    return (
      <UnfreezeDialog
        household={household}
        beneficiaryId={asking.ids[0] as Hex}
        child={asking.child ?? 1}
        onClose={end}
      />
    );
  }
  return (
    <Dialog
      title={text("household.title", { client: household.clientNumber })}
      onClose={props.onClose}
      testId="household"
    >
      <Facts
        facts={[
          [text("households.letter"), household.letterNumber],
          [text("household.language"), text(`language.${household.language}`)],
          [text("households.since"), formatDate(household.registeredAt)],
        ]}
      />
      <ul class="children">
        {household.beneficiaries.map((child, index) => (
          <Child key={child.beneficiaryId} child={child} number={index + 1} onAsk={setAsking} />
        ))}
      </ul>
      <WholeFamily household={household} onAsk={setAsking} />
    </Dialog>
  );
}

function Child(props: {
  child: Household["beneficiaries"][number];
  number: number;
  onAsk: (asking: Asking) => void;
}) {
  const { child, number, onAsk } = props;
  const mayReissue = useRole("validator");
  const mayFreeze = useRole("validator", "guardian");
  const ids = [child.beneficiaryId];
  const name = <span class="unseen">{text("household.child", { number })}</span>;
  return (
    <li class="child" data-testid="child" data-state={child.state}>
      <div class="row row-apart">
        <span class="strong">{text("household.child", { number })}</span>
        <Tag kind={STATE_KINDS[child.state]}>{text(`state.${child.state}`)}</Tag>
        <Amount cents={BigInt(child.balanceCents)} />
      </div>
      {child.state !== "closed" && (
        <div class="row">
          {mayReissue && (
            <Button
              look="second"
              onPress={() => onAsk({ act: "reissue", ids, child: number })}
              testId="reissue-child"
            >
              {text("household.reissue.child")} {name}
            </Button>
          )}
          {mayFreeze && child.state === "frozen" && (
            <Button
              look="second"
              onPress={() => onAsk({ act: "unfreeze", ids, child: number })}
              testId="unfreeze"
            >
              {text("household.unfreeze")} {name}
            </Button>
          )}
          {mayFreeze && child.state !== "frozen" && (
            <Button
              look="quiet"
              icon="lock"
              onPress={() => onAsk({ act: "freeze", ids, child: number })}
              testId="freeze"
            >
              {text("household.freeze")} {name}
            </Button>
          )}
        </div>
      )}
      <div class="row">
        <ButtonLink
          look="quiet"
          icon="clock"
          href={timelinePath("child", child.beneficiaryId)}
          testId="timeline-child"
        >
          {text("timeline.open")} {name}
        </ButtonLink>
      </div>
    </li>
  );
}

function WholeFamily(props: { household: Household; onAsk: (asking: Asking) => void }) {
  const mayReissue = useRole("validator");
  const ids = reissuable(props.household);
  if (!mayReissue || ids.length < 2) return null;
  return (
    <div class="whole">
      <p class="soft small">{text("household.reissue.what")}</p>
      <Button
        icon="letter"
        onPress={() => props.onAsk({ act: "reissue", ids, child: null })}
        testId="reissue-household"
      >
        {text("household.reissue.all")}
      </Button>
    </div>
  );
}
