// Keeps the keyboard's place. When what has the focus goes away and no screen or dialog takes it, what is around it gets it:
// otherwise the next Tab begins at the top of the page, and a screen reader falls silent.

/** Follows everything in an app's root for as long as the page lives. */
export function keepFocus(root: HTMLElement): void {
  /** What had the focus last, and all that is around it, the innermost first. */
  let path: readonly HTMLElement[] = [];
  root.addEventListener("focusin", (event) => {
    path = event.composedPath().filter((one) => one instanceof HTMLElement);
  });
  const look = () => {
    const { activeElement, body } = document;
    const isLost = (activeElement ?? body) === body && path[0]?.isConnected === false;
    if (!isLost) return;
    const near = path.find((one) => one.isConnected && one.closest("main *, dialog *"));
    const place = near ?? root.querySelector<HTMLElement>("h1, main");
    place?.setAttribute("tabindex", "-1");
    place?.focus({ preventScroll: true });
  };
  new MutationObserver(look).observe(root, { childList: true, subtree: true });
}
