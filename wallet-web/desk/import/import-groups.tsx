// The rows of a file and the families that it misses, group by group, each with its choice.
import type { StateUpdater } from "preact/hooks";
import { useState } from "preact/hooks";
import { Choices } from "../components/choices.tsx";
import { text } from "../text.ts";
import { AbsentGroup } from "./absent-group.tsx";
import type { Decisions } from "./decisions.ts";
import { RowGroup } from "./row-group.tsx";
import type { ImportPreview } from "./start-import.ts";

/** What needs a person first. */
const GROUPS = ["refused", "more", "fewer", "absent", "new", "registered"] as const;
export type Group = (typeof GROUPS)[number];

export type Deciding = {
  preview: ImportPreview;
  decisions: Decisions;
  onDecide: (change: StateUpdater<Decisions>) => void;
  onChanged: () => void;
};

export function ImportGroups(props: Deciding) {
  const { preview } = props;
  const sizes = { ...preview.counts, absent: preview.absentTotal };
  const groups = GROUPS.filter((one) => sizes[one] > 0);
  const [chosen, setGroup] = useState<Group | null>(null);
  // The last of a group may have gone.
  const group = chosen && groups.includes(chosen) ? chosen : groups[0];
  if (!group) return null;
  return (
    <section class="stack" aria-label={text("import.rows")}>
      <Choices
        label={text("import.rows")}
        chosen={group}
        choices={groups.map((one) => ({
          value: one,
          text: `${text(`import.filter.${one}`)} (${sizes[one]})`,
        }))}
        onChoose={setGroup}
      />
      {group === "absent" ? (
        <AbsentGroup {...props} />
      ) : (
        <RowGroup key={group} group={group} {...props} />
      )}
    </section>
  );
}
