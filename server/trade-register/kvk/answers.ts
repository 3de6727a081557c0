// What KVK's "Zoeken" API, version 2, answers, as far as we read it. Source: developers.kvk.nl, api_zoeken.yaml 2.1.0.
import { z } from "zod";
import type { Registration } from "../trade-register.ts";

const KINDS = {
  hoofdvestiging: "main",
  nevenvestiging: "branch",
  rechtspersoon: "entity",
} as const;

const item = z.object({
  kvkNummer: z.string(),
  naam: z.string().trim().min(1).max(1_000),
  type: z.enum(["hoofdvestiging", "nevenvestiging", "rechtspersoon"]),
  /** Absent where only active registrations were asked for. */
  actief: z.enum(["Ja", "Nee"]).default("Ja"),
  adres: z
    .object({
      binnenlandsAdres: z
        .object({ straatnaam: z.string().optional(), plaats: z.string().optional() })
        .optional(),
      buitenlandsAdres: z
        .object({
          straatHuisnummer: z.string().optional(),
          postcodeWoonplaats: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
});
type Item = z.infer<typeof item>;

export const results = z.object({ resultaten: z.array(item).min(1).max(100) });

export const faults = z.object({ fout: z.array(z.object({ code: z.string() })) });

/** A house number is not in it: the register gives one only when it is asked for by address. */
export function toRegistration({ naam, type, actief, adres }: Item): Registration {
  const { binnenlandsAdres: home, buitenlandsAdres: abroad } = adres ?? {};
  return {
    name: naam,
    street: home?.straatnaam ?? abroad?.straatHuisnummer ?? null,
    place: home?.plaats ?? abroad?.postcodeWoonplaats ?? null,
    kind: KINDS[type],
    isActive: actief === "Ja",
  };
}
