// The children of one family: state, what is left, devices, and what can be done for each.
import { Amount } from "../../shared/components/amount.tsx";
import { Button, ButtonLink, type ButtonProps } from "../../shared/components/button.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { formatDate } from "../../shared/dates.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { Household } from "../app/answers.ts";
import { useRole } from "../app/context.ts";
import { type CardAct, CardState } from "../cards/card-state.tsx";
import { text } from "../text.ts";
import { timelinePath } from "../timeline/places.ts";
import { reissuable } from "./plan-reissue.ts";

/** What is asked next, and about which children; `child` is null for the whole family. */
export type Asking = {
  act: "reissue" | "freeze" | "unfreeze" | "top-up" | "close" | "erase" | CardAct;
  ids: Hex[];
  child: number | null;
};
type Ask = (asking: Asking) => void;
type ChildRow = Household["beneficiaries"][number];

export const STATE_KINDS = {
  registered: "warn",
  active: "good",
  frozen: "bad",
  closed: "info",
} as const;

export function Children({ household, onAsk }: { household: Household; onAsk: Ask }) {
  return (
    <ul class="children">
      {household.beneficiaries.map((child, index) => (
        <Child key={child.beneficiaryId} child={child} number={index + 1} onAsk={onAsk} />
      ))}
    </ul>
  );
}

function Child(props: { child: ChildRow; number: number; onAsk: Ask }) {
  const { child, number } = props;
  return (
    <li class="child" data-testid="child" data-state={child.state}>
      <div class="row row-apart">
        <span class="strong">{text("household.child", { number })}</span>
        <Tag kind={STATE_KINDS[child.state]}>{text(`state.${child.state}`)}</Tag>
        <Amount cents={BigInt(child.balanceCents)} />
      </div>
      {child.reason !== null && (child.state === "frozen" || child.state === "closed") && (
        <p class="soft small">
          {text("reason")}: {text(`reason.${child.reason}`)}
        </p>
      )}
      <Devices devices={child.devices} />
      {child.state !== "closed" && <ChildActs {...props} />}
      <CardState
        child={child}
        number={number}
        onAct={(act) => props.onAsk({ act, ids: [child.beneficiaryId], child: number })}
      />
      <div class="row">
        <ButtonLink
          look="quiet"
          icon="clock"
          href={timelinePath("child", child.beneficiaryId)}
          testId="timeline-child"
        >
          {text("timeline.open")} <span class="unseen">{text("household.child", { number })}</span>
        </ButtonLink>
      </div>
    </li>
  );
}

function Devices({ devices }: Pick<ChildRow, "devices">) {
  if (devices.length === 0) return <p class="soft small">{text("caller.devices.none")}</p>;
  return (
    <ul class="devices soft small" data-testid="devices">
      {devices.map(({ addedAt, removedAt }) => (
        <li key={`${addedAt} ${removedAt}`}>
          {removedAt === null
            ? text("caller.device", { from: formatDate(addedAt) })
            : text("caller.device.removed", {
                from: formatDate(addedAt),
                until: formatDate(removedAt),
              })}
        </li>
      ))}
    </ul>
  );
}

function ChildActs({ child, number, onAsk }: { child: ChildRow; number: number; onAsk: Ask }) {
  const mayAct = useRole("validator");
  const mayFreeze = useRole("validator", "guardian");
  const isFrozen = child.state === "frozen";
  const acts: (false | { act: Asking["act"]; word: string; testId: string })[] = [
    mayAct && { act: "reissue", word: text("household.reissue.child"), testId: "reissue-child" },
    mayAct && !isFrozen && { act: "top-up", word: text("topUp.open"), testId: "top-up" },
    mayFreeze &&
      isFrozen && { act: "unfreeze", word: text("household.unfreeze"), testId: "unfreeze" },
    mayFreeze && !isFrozen && { act: "freeze", word: text("household.freeze"), testId: "freeze" },
    mayAct && { act: "close", word: text("closing.open"), testId: "close-child" },
  ];
  return (
    <div class="row">
      {acts.map(
        (one) =>
          one && (
            <Button
              key={one.act}
              look={LOOKS[one.act] ?? "second"}
              onPress={() => onAsk({ act: one.act, ids: [child.beneficiaryId], child: number })}
              testId={one.testId}
              {...(one.act === "freeze" ? { icon: "lock" as const } : {})}
            >
              {one.word} <span class="unseen">{text("household.child", { number })}</span>
            </Button>
          ),
      )}
    </div>
  );
}

const LOOKS: Partial<Record<Asking["act"], ButtonProps["look"]>> = {
  freeze: "quiet",
  close: "danger-line",
};

export function WholeFamily({ household, onAsk }: { household: Household; onAsk: Ask }) {
  const mayAct = useRole("validator");
  const ids = reissuable(household);
  if (!mayAct) return null;
  return (
    <div class="whole">
      {ids.length > 1 && (
        <>
          <p class="soft small">{text("household.reissue.what")}</p>
          <Button
            icon="letter"
            onPress={() => onAsk({ act: "reissue", ids, child: null })}
            testId="reissue-household"
          >
            {text("household.reissue.all")}
          </Button>
        </>
      )}
      {ids.length === 0 && (
        <>
          <p class="soft small">{text("erasing.when")}</p>
          <Button
            look="danger"
            onPress={() => onAsk({ act: "erase", ids: [], child: null })}
            testId="erase-household"
          >
            {text("erasing.open")}
          </Button>
        </>
      )}
    </div>
  );
}
