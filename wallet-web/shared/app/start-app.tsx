// Starts an app: draws it, keeps it working offline, and shows a way out when it breaks.
import { Component, type ComponentChildren, render } from "preact";
import { Button } from "../components/button.tsx";
import { EmptyState } from "../components/layout.tsx";
import { Toasts } from "../components/toast.tsx";
import { goTo } from "../router.ts";
import { sharedText } from "../texts.ts";
import { keepFocus } from "./keep-focus.ts";

/**
 * All that the service worker fetches for later, fifty files, comes after what the first screen still asks for: sentences and
 * the municipality. On a slow phone both at once is what people wait for.
 */
const FIRST_SCREEN_MS = 2_500;

/** Draws the app in `#app` and, where it has one, registers its service worker (`/<name>/service-worker.js`). */
export function startApp(given: {
  app: ComponentChildren;
  serviceWorkerOf?: "family" | "till";
}): void {
  const root = document.getElementById("app");
  if (!root) throw new Error("the page has no place for the app");
  root.textContent = "";
  keepFocus(root);
  render(
    <Catcher>
      {given.app}
      <Toasts />
    </Catcher>,
    root,
  );
  if (given.serviceWorkerOf) keepOffline(given.serviceWorkerOf);
}

function keepOffline(app: string): void {
  if (!("serviceWorker" in navigator)) return;
  const register = () => {
    navigator.serviceWorker
      .register(`/${app}/service-worker.js`, { scope: `/${app}/`, updateViaCache: "none" })
      .catch(() => undefined); // Without it the app works as long as there is a connection.
  };
  const later = () => setTimeout(register, FIRST_SCREEN_MS);
  if (document.readyState === "complete") later();
  else addEventListener("load", later, { once: true });
}

/** A fault in a screen must not leave a blank page. */
class Catcher extends Component<{ children: ComponentChildren }, { isBroken: boolean }> {
  override state = { isBroken: false };

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ isBroken: true });
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <main class="screen">
        <EmptyState isPage icon="alert" title={sharedText("broken.title")}>
          <p>{sharedText("broken.todo")}</p>
          <Button onPress={openAgain}>{sharedText("broken.again")}</Button>
        </EmptyState>
      </main>
    );
  }
}

/** At its first screen: the one that broke could break again. */
function openAgain(): void {
  goTo([], { replace: true });
  location.reload();
}
