// Short messages: good news passes, what went wrong stays until it was read. And a live region for what screen readers must hear at once.
import { createStore, useStore } from "../store.ts";
import { sharedText } from "../texts.ts";
import { IconButton } from "./button.tsx";

type Message = { id: number; text: string; stays: boolean };

const toasts = createStore<readonly Message[]>([]);
const announcement = createStore("");
const SHOWN_MS = 4_000;
let lastId = 0;

/** Shows a message for some seconds; it holds nothing that is needed later. */
export function toast(text: string): void {
  const id = show(text, { stays: false });
  setTimeout(() => putAway(id), SHOWN_MS);
}

/** Shows what went wrong until somebody puts it away: nobody has to read faster than they can. */
export function toastProblem(text: string): void {
  show(text, { stays: true });
}

function show(text: string, { stays }: { stays: boolean }): number {
  const id = ++lastId;
  // The same said twice is said once.
  toasts.update((all) => [...all.filter((one) => one.text !== text), { id, text, stays }]);
  return id;
}

function putAway(id: number): void {
  toasts.update((all) => all.filter((one) => one.id !== id));
}

/** Says something to those who listen, interrupting: a payment's result. */
export function announce(text: string): void {
  announcement.set("");
  setTimeout(() => announcement.set(text), 50);
}

/** Once per app, at its root. */
export function Toasts() {
  const shown = useStore(toasts);
  const said = useStore(announcement);
  return (
    <>
      <div class="toasts" role="status">
        {shown.map(({ id, text, stays }) => (
          <div key={id} class={stays ? "toast toast-stays" : "toast"}>
            {text}
            {stays && (
              <IconButton icon="close" label={sharedText("close")} onPress={() => putAway(id)} />
            )}
          </div>
        ))}
      </div>
      <div class="unseen" role="alert" data-testid="announcement">
        {said}
      </div>
    </>
  );
}
