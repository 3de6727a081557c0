// Tells the parts of this process what the chain did, once the index has it; a listener that fails harms nobody.
import type { Logger } from "pino";
import type { ProjectedListener, Projections } from "../services.ts";
import type { ChainEvent } from "./events.ts";

export type Announcer = Projections & {
  /** Events in the order of the chain. */
  announce: (events: readonly ChainEvent[]) => void;
  /** Place of the newest event that was announced. */
  position: () => { blockNumber: number; logIndex: number };
  /** Events up to here are not news. */
  startAfter: (place: { blockNumber: number; logIndex: number }) => void;
};

export function createAnnouncer(log: Logger): Announcer {
  const listeners = new Set<ProjectedListener>();
  let last = { blockNumber: -1, logIndex: -1 };
  return {
    onProjected(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce(events) {
      const newest = events.at(-1);
      if (!newest) return;
      last = { blockNumber: newest.blockNumber, logIndex: newest.logIndex };
      for (const listener of listeners) {
        try {
          listener(events);
        } catch (err) {
          log.error({ err }, "a listener to the chain failed");
        }
      }
    },
    position: () => last,
    startAfter(place) {
      last = { blockNumber: place.blockNumber, logIndex: place.logIndex };
    },
  };
}
