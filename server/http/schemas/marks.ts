// What a family or a shop thinks of a scheme, from 1 to 10.
import { z } from "zod";
import { id } from "./primitives.ts";

const markKind = z.enum(["family", "shop"]);

export const markBody = z.strictObject({
  schemeId: id,
  kind: markKind,
  mark: z.int().min(1).max(10),
});

/** Schemes in which this device may give a mark now. */
export const markChancesAnswer = z.object({
  chances: z.array(z.object({ schemeId: id, kind: markKind })),
});
