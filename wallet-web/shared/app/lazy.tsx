// Screens that come when they are opened, so that the first load stays small. The service worker has them too: they open offline.
import type { ComponentChild, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button, ButtonLink } from "../components/button.tsx";
import { CallLink } from "../components/call-link.tsx";
import { EmptyState } from "../components/layout.tsx";
import { pathTo } from "../router.ts";
import { sharedText } from "../texts.ts";

/**
 * A component that is fetched at its first use. For the moment that takes, `meanwhile` shows, or nothing; when it fails,
 * there's a way to try again.
 */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  meanwhile: ComponentChild = <main class="screen" aria-busy="true" />,
): ComponentType<P> & { prepare: () => Promise<void> } {
  let loaded: ComponentType<P> | null = null;
  function Lazy(props: P) {
    const [Loaded, setLoaded] = useState(() => loaded);
    const [turn, setTurn] = useState(0);
    const [isMissing, setMissing] = useState(false);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (component) => {
          loaded = component;
          setLoaded(() => component);
        },
        () => setMissing(true),
      );
    }, [turn]);
    if (Loaded) return <Loaded {...props} />;
    if (!isMissing) return <>{meanwhile}</>;
    const again = async () => {
      // It may be of a build that the server has no more, and a browser may ask once only: the page anew has parts that fit.
      if (await isServerThere()) return location.reload();
      setMissing(false);
      setTurn(turn + 1);
    };
    return (
      <main class="screen">
        <EmptyState isPage icon="offline" title={sharedText("lazy.title")}>
          <p>{sharedText("lazy.todo")}</p>
          <Button onPress={() => void again()}>{sharedText("lazy.again")}</Button>
          <ButtonLink look="quiet" href={pathTo()}>
            {sharedText("back")}
          </ButtonLink>
          <CallLink />
        </EmptyState>
      </main>
    );
  }
  return Object.assign(Lazy, {
    /** Fetches it before its first use, so that it shows at once. When that fails, its first use tries again, and says so. */
    prepare: () =>
      load().then(
        (component) => {
          loaded = component;
        },
        () => {},
      ),
  });
}

/** Whether this page can be had anew. */
export async function isServerThere(): Promise<boolean> {
  try {
    return (await fetch(location.pathname, { method: "HEAD", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/** As `lazy`, of a part of a screen that nobody waits for: nothing shows until it is there, nor when it can't be fetched. */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P> {
  return function LazyPart(props: P) {
    const [Loaded, setLoaded] = useState<ComponentType<P> | null>(null);
    useEffect(() => {
      load().then(
        (component) => setLoaded(() => component),
        () => setLoaded(null),
      );
    }, []);
    return Loaded ? <Loaded {...props} /> : null;
  };
}
