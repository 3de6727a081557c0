// Which shops of the list are a task, and which are only there to be admitted some day.
import type { SchemeShop } from "../app/answers.ts";

type Standing = Pick<SchemeShop, "state" | "refusal" | "isElsewhere">;

/** Each shop stands in one group, in the order in which it came. The overview counts `waiting` in the same way. */
export function groupsOf<Shop extends Standing>(shops: readonly Shop[]) {
  const groups = {
    /** Nobody answered them yet. */
    waiting: [] as Shop[],
    /** This scheme refused them; they can still be admitted. */
    refused: [] as Shop[],
    /** Another scheme admitted them: admitted here too if somebody wants that. */
    elsewhere: [] as Shop[],
    /** Admitted or suspended here. */
    taking: [] as Shop[],
  };
  for (const shop of shops) groups[groupOf(shop)].push(shop);
  return groups;
}

function groupOf({ state, refusal, isElsewhere }: Standing) {
  if (state !== "waiting") return "taking";
  if (refusal) return "refused";
  return isElsewhere ? "elsewhere" : "waiting";
}
