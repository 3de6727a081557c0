// The live streams: hears what changed, and tells each session what is its own, in the order in which it happened.
import type { Logger } from "pino";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { ChainEvent } from "../../chain/events.ts";
import type { Services } from "../../services.ts";
import { type Authority, authorityOf } from "../../validator/authority.ts";
import type { AnnouncementBus } from "./bus.ts";
import { type Hint, hintsOf, touchedBy } from "./hints.ts";
import {
  type LiveMessage,
  type MessageParts,
  type Telling,
  tellAnnouncement,
  tellHint,
} from "./messages.ts";

export type Follower = { addresses: readonly Hex[]; send: (message: LiveMessage) => void };

export type Live = {
  /** Tells a follower what is its own from now on. @returns A function that ends it. */
  follow(follower: Follower): Promise<() => void>;
  followers(): number;
  stop(): void;
};

type Stream = Follower & { viewer: Authority };

const NOBODY: Authority = { addresses: [], roles: [], beneficiaries: [], shops: [] };

/** Staff hear of changed numbers at most this often per scheme: a busy Saturday would drown them. */
const SCHEME_PAUSE_MS = 500;

export function createLive(given: {
  services: Pick<Services, "database" | "projections" | "onPayoutChange">;
  parts: MessageParts;
  bus: AnnouncementBus;
  log: Logger;
}): Live {
  const { services, parts } = given;
  const streams = new Set<Stream>();
  const schemeChanges = createSchemeChanges((schemeId) =>
    enqueue(() => tell([{ type: "scheme", schemeId, everyone: false }])),
  );
  let queue: Promise<void> = Promise.resolve();

  /** One after the other, so that a balance never overtakes a newer one. */
  const enqueue = (work: () => Promise<void>) => {
    if (streams.size === 0) return;
    queue = queue.then(work).catch((error: unknown) => {
      given.log.warn({ err: error }, "a live message could not be told");
    });
  };
  const deliver = (telling: Telling) => {
    for (const stream of streams) {
      const message = telling(stream.viewer);
      if (message) stream.send(message);
    }
  };
  const tell = async (hints: readonly Hint[]) => {
    for (const hint of hints) {
      const told = await tellHint(parts, hint);
      if (told) deliver(told.telling);
      if (told?.schemeId) schemeChanges.note(told.schemeId);
    }
  };
  const renew = async (stream: Stream) => {
    stream.viewer = await authorityOf(services.database, stream.addresses);
  };
  const renewViewers = async (touched: ReadonlySet<Hex>) => {
    for (const stream of streams) {
      if (!isTouched(stream, touched)) continue;
      const before = accountsOf(stream.viewer);
      await renew(stream);
      if (accountsOf(stream.viewer) !== before) stream.send({ type: "access" });
    }
  };
  const hear = (events: readonly ChainEvent[]) =>
    enqueue(async () => {
      const touched = new Set(events.flatMap(touchedBy));
      // First who may see what: a new phone hears of its account, a lost one no longer does.
      if (touched.size > 0) await renewViewers(touched);
      await tell(withoutRepeats(events.flatMap(hintsOf)));
    });

  const unsubscribe = [
    services.projections.onProjected(hear),
    services.onPayoutChange((payoutId) => enqueue(() => tell([{ type: "payout", payoutId }]))),
    given.bus.listen((announcement) =>
      enqueue(async () => {
        if (announcement.type === "till-described")
          await renewViewers(new Set([announcement.till]));
        deliver(await tellAnnouncement(parts, announcement));
      }),
    ),
  ];
  return {
    async follow(follower) {
      const stream: Stream = { ...follower, viewer: NOBODY };
      const end = () => streams.delete(stream);
      // It hears what is lost before it asks what it has, and in its turn: an answer can't be older than the loss.
      streams.add(stream);
      const opening = queue.then(() => renew(stream));
      queue = opening.catch(end).then(() => {});
      await opening;
      return end;
    },
    followers: () => streams.size,
    stop() {
      for (const end of unsubscribe) end();
      schemeChanges.stop();
      streams.clear();
    },
  };
}

function isTouched(stream: Stream, touched: ReadonlySet<Hex>): boolean {
  return (
    stream.addresses.some((address) => touched.has(address)) ||
    stream.viewer.beneficiaries.some((one) => touched.has(one.beneficiaryId))
  );
}

const accountsOf = ({ beneficiaries }: Authority) =>
  beneficiaries
    .map((one) => one.beneficiaryId)
    .sort()
    .join();

/** Fifty registrations of one scheme are one change of its numbers; the last of equal hints stays. */
function withoutRepeats(hints: readonly Hint[]): Hint[] {
  const byText = new Map<string, Hint>();
  for (const hint of hints) {
    const text = JSON.stringify(hint);
    byText.delete(text);
    byText.set(text, hint);
  }
  return [...byText.values()];
}

/** Gathers changes of a scheme's numbers, and tells them together. */
function createSchemeChanges(tell: (schemeId: Hex) => void) {
  const timers = new Map<Hex, NodeJS.Timeout>();
  return {
    note(schemeId: Hex) {
      if (timers.has(schemeId)) return;
      const timer = setTimeout(() => {
        timers.delete(schemeId);
        tell(schemeId);
      }, SCHEME_PAUSE_MS);
      timers.set(schemeId, timer.unref());
    },
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
