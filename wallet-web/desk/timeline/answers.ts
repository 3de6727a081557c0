// The API's answers about what happened, inferred from the server's own schemas.
import type { z } from "zod";
import type { timelineAnswer } from "../../../server/http/schemas/timeline.ts";

export type Timeline = z.infer<typeof timelineAnswer>;
export type TimelineEvent = Timeline["events"][number];
