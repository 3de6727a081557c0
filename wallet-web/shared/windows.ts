// An app that is open in more than one window: what one window keeps, the others show. One that went on with what it read when
// it was opened would write that over what the other kept since.

/**
 * @param onKept When another window kept something; what it was stands in the database.
 * @returns Tells the other windows that this one kept something. In a browser that can't do it (Safari before 15.4), nobody.
 */
export function openWindows(name: string, onKept: () => void): () => void {
  if (!("BroadcastChannel" in globalThis)) return () => {};
  const windows = new BroadcastChannel(name);
  windows.onmessage = onKept;
  return () => windows.postMessage("kept");
}
