// At the side of every screen: that a registration is under way, how far, and whether it needs somebody.
import { pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import { useDesk } from "../app/context.ts";
import { text } from "../text.ts";

export function WorkStatus() {
  const { work, running, waitingFor, refused } = useStore(useDesk().letterWork.state);
  const current = work.find((one) => one.workId === (running ?? refused?.workId));
  if (!current) return null;
  const stuck = refused !== null && running === null;
  const place = current.kind === "reissue" ? ["letters"] : ["households", "add"];
  return (
    <a class={stuck ? "work-status work-status-stuck" : "work-status"} href={pathTo(...place)}>
      <span class="strong">
        {text(
          stuck
            ? "work.status.stuck"
            : waitingFor
              ? "work.status.waiting"
              : `work.status.${current.kind}`,
        )}
      </span>
      <progress
        max={Math.max(1, current.households)}
        value={current.householdsDone}
        aria-label={text("work.progress", {
          done: current.householdsDone,
          total: current.households,
        })}
      />
    </a>
  );
}
