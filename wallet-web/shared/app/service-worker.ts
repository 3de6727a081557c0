// Service worker of one app: keeps the files of the last two builds, so that the app opens offline and never blank.
// It never touches the API. The build fills in the three placeholders; this file imports nothing.

type WorkerEvent = Event & { waitUntil(promise: Promise<unknown>): void };
type RequestEvent = WorkerEvent & {
  request: Request;
  respondWith(answer: Promise<Response>): void;
};
type WorkerScope = {
  addEventListener(type: "install" | "activate", listener: (event: WorkerEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: RequestEvent) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
};

const worker = self as unknown as WorkerScope;
const FILES: readonly string[] = "__FILES__" as unknown as readonly string[];
const PREFIX = "kindpakket-__APP__-";
const CACHE = `${PREFIX}__VERSION__`;
const PAGE = "/__APP__/";

worker.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" }))))
      .then(() => worker.skipWaiting()),
  );
});

/** A page that is open still runs the build before this one, and may load a part of it late: that build stays. */
worker.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith(PREFIX) && name !== CACHE))
      .then((old) => Promise.all(old.slice(0, -1).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) {
    event.respondWith(fromCache(PAGE));
    return;
  }
  if (/^\/(assets|icons)\//.test(url.pathname) || FILES.includes(url.pathname)) {
    event.respondWith(fromCache(url.pathname));
  }
});

async function fromCache(path: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? (await caches.match(path)) ?? fetch(path);
}
