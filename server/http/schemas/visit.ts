// When a shop is open and where it stands: what a family needs to go there. Public, told by the shop itself.
import { z } from "zod";

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

/** A time of the day on the shop's clock: 09:00; a day ends at 24:00. */
const timeOfDay = z.string().regex(/^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/);

const MOST_PERIODS = 3;

/** From opening to closing; `until` is the first moment at which it is closed. */
const openPeriod = z
  .strictObject({ from: timeOfDay, until: timeOfDay })
  .refine(({ from, until }) => from < until, { path: ["until"] });

/** The day's periods in their order, with a break between them; none: closed that day. */
const openDay = z
  .array(openPeriod)
  .max(MOST_PERIODS)
  .superRefine((periods, context) => {
    for (const [index, period] of periods.entries()) {
      const before = periods[index - 1];
      if (before && before.until >= period.from) {
        context.addIssue({ code: "custom", path: [index, "from"] });
      }
    }
  });

/** Every day of the week. */
export const openingHours = z.strictObject({
  monday: openDay,
  tuesday: openDay,
  wednesday: openDay,
  thursday: openDay,
  friday: openDay,
  saturday: openDay,
  sunday: openDay,
});

/** Where the shop stands, in degrees (WGS 84). The server keeps four decimals: about ten metres. */
export const place = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

/** Null: not told, or no longer. */
export const visitFields = { openingHours: openingHours.nullable(), place: place.nullable() };

/** The whole of it each time. */
export const visitBody = z.strictObject(visitFields);
