// Going to a shop: whether it is open, when it opens, and how far it is. The phone's place stays on the phone.
import type { OpeningHours, Place } from "../../shared/api-types.ts";
import { dateFormat, numberFormat } from "../../shared/formats.ts";
import { spokenLocale } from "../../shared/locale.ts";

export const DAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Day = (typeof DAYS)[number];

/** Any Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** As it is written within a sentence. */
export const nameOfDay = (day: Day, locale = spokenLocale()): string =>
  dateFormat(locale, { weekday: "long", timeZone: "UTC" }).format(
    MONDAY_MS + DAYS.indexOf(day) * DAY_MS,
  );

/** A day and a time of the day on the shop's clock. */
export type LocalMoment = { day: Day; time: string };

/** On the clock of the Netherlands, wherever the phone is. */
export function localMoment(seconds: number): LocalMoment {
  const parts = dateFormat("en-GB", {
    timeZone: "Europe/Amsterdam",
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(seconds * 1000));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return {
    day: part("weekday").toLowerCase() as Day,
    time: `${part("hour")}:${part("minute")}`,
  };
}

/** `later`: still today. `opens`: on another day, `inDays` from now. `never`: no day of the week. */
export type OpenState =
  | { kind: "open"; until: string }
  | { kind: "later"; from: string }
  | { kind: "opens"; day: Day; inDays: number; from: string }
  | { kind: "never" };

export function openStateOf(hours: OpeningHours, now: LocalMoment): OpenState {
  const today = hours[now.day];
  const current = today.find(({ from, until }) => from <= now.time && now.time < until);
  if (current) return { kind: "open", until: current.until };
  const later = today.find(({ from }) => from > now.time);
  if (later) return { kind: "later", from: later.from };
  const start = DAYS.indexOf(now.day);
  for (let inDays = 1; inDays <= DAYS.length; inDays++) {
    const day = DAYS[(start + inDays) % DAYS.length] as Day;
    const [first] = hours[day];
    if (first) return { kind: "opens", day, inDays, from: first.from };
  }
  return { kind: "never" };
}

const EARTH_METRES = 6_371_000;

/** As the crow flies, by the haversine formula: to sort by and to give an idea. */
export function metresBetween(one: Place, other: Place): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const chord =
    half(one.latitude, other.latitude) +
    Math.cos(radians(one.latitude)) *
      Math.cos(radians(other.latitude)) *
      half(one.longitude, other.longitude);
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** No finer than it is known: 350 m, 1,2 km, 14 km. */
export function formatDistance(metres: number, locale = "nl-NL"): string {
  const say = (value: number, digits: number) =>
    numberFormat(locale, { maximumFractionDigits: digits }).format(value);
  if (metres < 950) return `${say(Math.max(50, Math.round(metres / 50) * 50), 0)} m`;
  return `${say(metres / 1_000, metres < 9_500 ? 1 : 0)} km`;
}
