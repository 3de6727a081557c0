// A till's one-time code from a link, until its screen takes it. In memory only: it is nowhere written down.
import { goTo, takeLinkValue } from "../../shared/router.ts";
import { createStore } from "../../shared/store.ts";

export const tillCode = createStore<string | null>(null);

/** Takes a code out of the address, and out of the browser's history, and opens its screen. */
export function takeLink(): void {
  const code = takeLinkValue("code");
  if (code === null) return;
  tillCode.set(code);
  goTo(["koppelen"], { replace: true });
}
