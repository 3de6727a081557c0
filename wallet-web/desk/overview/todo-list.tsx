// The next things to do, each with its button for who may do it.
import { ButtonLink } from "../../shared/components/button.tsx";
import { Icon } from "../../shared/components/icon.tsx";
import { pathTo } from "../../shared/router.ts";
import { useStore } from "../../shared/store.ts";
import type { SchemeOverview } from "../app/answers.ts";
import { useDesk, useScheme } from "../app/context.ts";
import { holdsRole } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { makesLetters } from "../codes/letter-work.ts";
import type { TreasuryTasks } from "../payouts/answers.ts";
import { text } from "../text.ts";
import { type Todo, todosOf } from "./todo.ts";

export function TodoList({ overview }: { overview: SchemeOverview }) {
  const desk = useDesk();
  const { schemeId, scheme } = useScheme();
  const held = useStore(desk.roles);
  const { work } = useStore(desk.letterWork.state);
  const own = work.filter((one) => one.schemeId === schemeId && makesLetters(one));
  const tasks = useLoad<TreasuryTasks>(schemeId && `tasks ${schemeId}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/treasury-tasks`, { signal }),
  );
  const todos = todosOf({
    overview,
    tasks: tasks.value,
    now: desk.deployments.now(),
    overAt: scheme ? scheme.endsAt + scheme.graceSeconds : Number.POSITIVE_INFINITY,
    letters: {
      unprinted: own.reduce((sum, one) => sum + one.householdsDone, 0),
      unfinished: own.some((one) => one.kind === "import" && !one.finished),
    },
  });
  if (todos.length === 0) return null;
  const unfinished = own.find((one) => !one.finished);
  return (
    <section class="card todo" aria-labelledby="todo-title" data-testid="todo">
      <h2 id="todo-title" class="card-title">
        {text("todo.title")}
      </h2>
      <ul class="todo-list">
        {todos.map((todo) => (
          <li key={todo.name} class="todo-item" data-testid={`todo-${todo.name}`}>
            <span class="todo-mark" aria-hidden="true" />
            <span class="todo-words">
              <span class="strong">{titleOf(todo)}</span>
              <span class="soft small">
                {text(`todo.${todo.name}.what`, {
                  done: unfinished?.householdsDone ?? 0,
                  total: unfinished?.households ?? 0,
                  link: `${location.origin}/till/`,
                })}
              </span>
            </span>
            {holdsRole(held, [todo.role], schemeId) ? (
              <ButtonLink look="second" href={pathTo(...todo.place)}>
                {text("todo.go")}
                <span class="unseen">: {titleOf(todo)}</span>
              </ButtonLink>
            ) : (
              <span class="todo-by soft small">
                <Icon name="lock" size={16} />{" "}
                {text("todo.by", { role: text(`role.${todo.role}`) })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function titleOf({ name, count }: Todo): string {
  switch (name) {
    case "letters":
    case "shops":
    case "proposals":
    case "proposals.shops":
    case "unknown":
    case "held":
    case "files":
    case "blocked":
    case "ibans":
    case "questions":
      return text.count(`todo.${name}`, count);
    default:
      return text(`todo.${name}`);
  }
}
