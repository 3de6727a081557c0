// Carries announcements from the services to the live streams, so that neither knows the other.
import type { Announce, Announcement } from "../../payments/announcement.ts";

export type AnnouncementBus = {
  announce: Announce;
  /** @returns A function that ends the listening. */
  listen(listener: Announce): () => void;
};

export function createAnnouncementBus(): AnnouncementBus {
  const listeners = new Set<(announcement: Announcement) => void>();
  return {
    announce(announcement) {
      for (const listener of [...listeners]) listener(announcement);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
