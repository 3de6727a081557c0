// Short messages that pass, and a live region for what screen readers must hear at once.
import { createStore, useStore } from "../store.ts";

type Message = { id: number; text: string };

const toasts = createStore<readonly Message[]>([]);
const announcement = createStore("");
const SHOWN_MS = 4_000;
let lastId = 0;

/** Shows a message for some seconds; it holds nothing that is needed later. */
export function toast(text: string): void {
  const id = ++lastId;
  toasts.update((all) => [...all, { id, text }]);
  setTimeout(() => toasts.update((all) => all.filter((one) => one.id !== id)), SHOWN_MS);
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
        {shown.map(({ id, text }) => (
          <div key={id} class="toast">
            {text}
          </div>
        ))}
      </div>
      <div class="unseen" role="alert" data-testid="announcement">
        {said}
      </div>
    </>
  );
}
