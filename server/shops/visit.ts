// What a shop tells of visiting it: no finer than a visitor needs.
import type { z } from "zod";
import type { place } from "../http/schemas/visit.ts";

/** About a metre; what a phone measures beyond it is noise. */
const DECIMALS = 5;

export function roundPlace(measured: z.infer<typeof place> | null): z.infer<typeof place> | null {
  if (measured === null) return null;
  const round = (degrees: number) => Number(degrees.toFixed(DECIMALS));
  return { latitude: round(measured.latitude), longitude: round(measured.longitude) };
}
