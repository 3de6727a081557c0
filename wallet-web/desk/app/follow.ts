// Keeps the screens as they are at the server: asks again after a live message, and when the person comes back to the window.
import { openLive } from "../../shared/live.ts";
import { type Desk, noteChange } from "./desk.ts";

const GATHER_MS = 400;

/** Follows until the function that it gives is called. */
export function followServer(desk: Desk): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const note = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      noteChange(desk);
    }, GATHER_MS);
  };
  const live = openLive({ api: desk.api, path: "/events", onConnected: note });
  live.follow((message) => {
    if (message.type === "scheme") void desk.deployments.refresh().catch(() => undefined);
    note();
  });
  const onShown = () => {
    if (document.hidden) return;
    note();
    // Another window may have printed the letters and deleted their codes.
    if (!desk.letterWork.state.get().running) void desk.letterWork.refresh();
  };
  document.addEventListener("visibilitychange", onShown);
  return () => {
    live.stop();
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onShown);
  };
}
