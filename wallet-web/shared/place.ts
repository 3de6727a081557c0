// Where this device is: a family sorts shops by it and keeps it on the phone, a shop tells it of itself.
import type { Place } from "./api-types.ts";

export type PlaceProblem = "denied" | "missing";

/** Where the device is, asked once, when its holder wants it. */
export function findPlace(): Promise<
  { ok: true; place: Place } | { ok: false; why: PlaceProblem }
> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve({ ok: false, why: "missing" });
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) =>
        resolve({ ok: true, place: { latitude, longitude } }),
      (error) =>
        resolve({ ok: false, why: error.code === error.PERMISSION_DENIED ? "denied" : "missing" }),
      { maximumAge: 60_000, timeout: 10_000 },
    );
  });
}
