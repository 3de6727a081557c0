// The API's answers on the guardian's page, inferred from the server's own schemas.
import type { z } from "zod";
import type { reversalListAnswer, stopListAnswer } from "../../../server/http/schemas/guardian.ts";

export type StopList = z.infer<typeof stopListAnswer>;
export type Stop = StopList["stops"][number];
export type ReversalList = z.infer<typeof reversalListAnswer>;
export type FoundPayment = ReversalList["payments"][number];
