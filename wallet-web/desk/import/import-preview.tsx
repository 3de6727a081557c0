// What will happen with the file, before anything is written: what differs from the families that are known, and what a person wants of it.
import { useMemo, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatCents } from "../../shared/money.ts";
import { useScheme } from "../app/context.ts";
import { text } from "../text.ts";
import { ClosingDialog } from "./closing-dialog.tsx";
import { firstDecisions, type Outcome, outcomeOf } from "./decisions.ts";
import { ImportGroups } from "./import-groups.tsx";
import type { ImportPreview } from "./start-import.ts";

const COUNTED = ["new", "more", "fewer", "absent", "registered", "refused"] as const;

export function ImportPreviewView(props: {
  preview: ImportPreview;
  onStart: (outcome: Outcome) => void;
  onAgain: () => void;
  /** A family was looked at and perhaps changed: the preview has to be read again. */
  onChanged: () => void;
}) {
  const { preview } = props;
  const [decisions, setDecisions] = useState(() => firstDecisions(preview));
  const outcome = useMemo(() => outcomeOf(preview, decisions), [preview, decisions]);
  const [isAsking, setAsking] = useState(false);
  const start = () => (outcome.leavers.length > 0 ? setAsking(true) : props.onStart(outcome));
  return (
    <>
      <section class="card" data-testid="import-preview">
        <h2 class="card-title">{text("import.found")}</h2>
        <div class="counts">
          {COUNTED.map((kind) => (
            <Count key={kind} kind={kind} count={countOf(preview, kind)} />
          ))}
        </div>
        <Warnings preview={preview} />
        <Will preview={preview} outcome={outcome} />
        <div class="row">
          {!isNothing(outcome) && (
            <Button icon="check" onPress={start} testId="import-register">
              {goText(outcome)}
            </Button>
          )}
          <Button look={isNothing(outcome) ? "second" : "quiet"} onPress={props.onAgain}>
            {text("import.other")}
          </Button>
        </div>
        {outcome.rows.length > 0 && (
          <p class="soft small final-soft">
            <Icon name="lock" size={18} /> {text("import.codes")}
          </p>
        )}
      </section>
      <ImportGroups
        key={preview.importId}
        preview={preview}
        decisions={decisions}
        onDecide={setDecisions}
        onChanged={props.onChanged}
      />
      {isAsking && (
        <ClosingDialog
          leavers={outcome.leavers}
          onConfirm={() => props.onStart(outcome)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** A file that knows none of the families is mostly another one than was meant. */
function Warnings({ preview }: { preview: ImportPreview }) {
  const { absentTotal, counts } = preview;
  const recognised = counts.registered + counts.more + counts.fewer;
  if (absentTotal === 0 || recognised >= absentTotal) return null;
  return (
    <Notice
      kind="warn"
      title={text.count(recognised === 0 ? "import.strange" : "import.mostAbsent", absentTotal)}
      testId="import-strange"
    >
      <p>{text("import.strange.todo")}</p>
    </Notice>
  );
}

function Will({ preview, outcome }: { preview: ImportPreview; outcome: Outcome }) {
  const { scheme } = useScheme();
  const amount = BigInt(scheme?.amountPerBeneficiaryCents ?? "0");
  const { counts, absentTotal } = preview;
  if (isNothing(outcome) && counts.more + counts.fewer + counts.new + absentTotal === 0) {
    return (
      <Notice title={text("import.nothing")}>
        <p>{text(counts.refused > 0 ? "import.nothing.refused" : "import.nothing.known")}</p>
      </Notice>
    );
  }
  const costOf = (children: number) => formatCents(amount * BigInt(children));
  const { newHouseholds, newHouseholdsChildren, grownHouseholds, addedChildren, leavers } = outcome;
  return (
    <ul class="import-will" data-testid="import-will">
      {newHouseholds > 0 && (
        <li>
          {text.count("import.will", newHouseholds, {
            children: text.count("children", newHouseholdsChildren),
            amount: formatCents(amount),
            total: costOf(newHouseholdsChildren),
          })}
        </li>
      )}
      {grownHouseholds > 0 && (
        <li>
          {text.count("import.will.more", grownHouseholds, {
            children: text.count("children", addedChildren),
            total: costOf(addedChildren),
          })}
        </li>
      )}
      {leavers.length > 0 && <li>{text.count("import.will.close", leavers.length)}</li>}
      {absentTotal > leavers.length && (
        <li>{text.count("import.will.keep", absentTotal - leavers.length)}</li>
      )}
      {counts.fewer > 0 && <li>{text.count("import.will.fewer", counts.fewer)}</li>}
      {counts.refused > 0 && <li class="soft">{text("import.refused.later")}</li>}
    </ul>
  );
}

const isNothing = ({ rows, leavers }: Outcome) => rows.length + leavers.length === 0;

function goText({ newHouseholds, grownHouseholds, leavers }: Outcome): string {
  if (grownHouseholds + leavers.length === 0) return text.count("import.register", newHouseholds);
  return text("import.go");
}

type Counted = (typeof COUNTED)[number];

const countOf = ({ counts, absentTotal }: ImportPreview, kind: Counted) =>
  kind === "absent" ? absentTotal : counts[kind];

function Count({ kind, count }: { kind: Counted; count: number }) {
  return (
    <p
      class={`count count-${kind} ${count === 0 ? "count-none" : ""}`}
      data-testid={`import-count-${kind}`}
    >
      <span class="count-number">{count}</span>
      <span>{text(`import.count.${kind}`)}</span>
    </p>
  );
}
