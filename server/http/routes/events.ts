// The live stream's route.
import { createStreams } from "../live/stream.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteParts } from "./parts.ts";

export function eventRoutes({ office, live }: RouteParts): Route[] {
  const streamTo = createStreams({ live, sessions: office.sessions });
  return [
    defineRoute({
      method: "get",
      path: "/events",
      operationId: "followEvents",
      tag: "access",
      summary: "Server-sent events of what concerns the session; each `data` is a LiveMessage",
      description:
        "A family hears of its accounts, a till of its shop, staff of their scheme. What was missed while away has to be asked for.",
      access: "session",
      errors: ["too-many-requests"],
      stream: ({ session }, response) => streamTo(session, response),
    }),
  ];
}
