// Signs up and admits the shops of demo/shops.csv: what shopkeepers do at their till, and the validator at the desk.
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { electronicFormatIBAN } from "ibantools";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../wallet-web/shared/protocol/iban-commitment.ts";
import { WAITING_SHOP } from "../demo-data/register.ts";
import { type Demo, sign } from "./context.ts";

const CATEGORIES: Record<string, string> = {
  kleding: "clothing",
  schoenen: "shoes",
  speelgoed: "toys",
  boeken: "books",
  sport: "sport",
  fietsen: "bicycles",
  school: "school",
  muziek: "music",
  kapper: "hairdresser",
  zwemles: "swimming",
  tweedehands: "second-hand",
  levensmiddelen: "groceries",
};

/** A row of demo/shops.csv, as the API takes it. */
export type DemoShop = {
  name: string;
  kvkNumber: string;
  iban: string;
  category: string;
  address: string;
  email: string;
  openingHours?: Readonly<Record<string, readonly { from: string; until: string }[]>>;
};

const WEEKDAY = [{ from: "09:00", until: "18:00" }];
/** A village shop's week: late on Friday, closed on Sunday and Monday morning. */
const OPENING_HOURS = {
  monday: [{ from: "13:00", until: "18:00" }],
  tuesday: WEEKDAY,
  wednesday: WEEKDAY,
  thursday: WEEKDAY,
  friday: [{ from: "09:00", until: "21:00" }],
  saturday: [{ from: "09:00", until: "17:00" }],
  sunday: [],
};

/** The shops of demo/shops.csv. */
export function readShops(): DemoShop[] {
  const rows: string[][] = parse(readFileSync("demo/shops.csv"), {
    bom: true,
    delimiter: ";",
    from_line: 2,
  });
  return rows.map(
    ([name = "", kvkNumber = "", iban = "", category = "", address = "", email = ""]) => ({
      name,
      kvkNumber,
      iban: electronicFormatIBAN(iban) ?? iban,
      category: CATEGORIES[category] ?? "other",
      address,
      email,
      openingHours: OPENING_HOURS,
    }),
  );
}

/** Signs up the shops that are not known, and admits those that wait. */
export async function admitShops(demo: Demo): Promise<void> {
  const { api, deployment, people, progress } = demo;
  const validator = await people.staff("validator");
  const token = await api.openSession(deployment, [validator]);
  const path = `/schemes/${people.schemeId}`;
  const listed = await api.get<{ shops: { shopId: Hex; state: string }[] }>(`${path}/shops`, token);
  const stateOf = new Map(listed.shops.map((shop) => [shop.shopId, shop.state]));
  const waiting = readShops().filter((shop) => {
    const state = stateOf.get(people.shop(shop.name).shopId);
    return state === undefined || state === "waiting";
  });
  if (waiting.length === 0) return;
  await progress.step(`${waiting.length} shops signed up and were admitted`, async () => {
    for (const shop of waiting) {
      if (!stateOf.has(people.shop(shop.name).shopId)) await signUpShop(demo, shop);
      await admitShop(demo, shop, token);
    }
  });
}

/** One that nobody admitted yet, whose name is another in the trade register; what a validator decides on. */
export async function signUpWaitingShop(demo: Demo): Promise<void> {
  const { api, deployment, people, progress } = demo;
  const token = await api.openSession(deployment, [await people.staff("validator")]);
  const path = `/schemes/${people.schemeId}/shops`;
  const { shops } = await api.get<{ shops: { shopId: Hex }[] }>(path, token);
  const { shopId } = people.shop(WAITING_SHOP.name);
  if (shops.some((shop) => shop.shopId === shopId)) return;
  await progress.step("one shop signed up and waits for the validator", () =>
    signUpShop(demo, { ...WAITING_SHOP, openingHours: OPENING_HOURS }),
  );
}

/** What its keeper does at the till. */
export async function signUpShop(demo: Demo, shop: DemoShop): Promise<void> {
  const { api, people } = demo;
  const { shopId, ibanSalt } = people.shop(shop.name);
  const owner = await people.shopkeeper(shop.name);
  const request = await sign(demo, owner, commands.registerShop({ shopId }));
  await api.post("/shops", { ...shop, ibanSalt, request });
}

/** What the validator does at the desk; `token` is of the validator's session. */
export async function admitShop(demo: Demo, shop: DemoShop, token: string): Promise<void> {
  const { api, people } = demo;
  const { schemeId } = people;
  const { shopId, ibanSalt } = people.shop(shop.name);
  const commitment = ibanCommitment({ iban: shop.iban, salt: ibanSalt });
  const command = commands.admitShop({ schemeId, shopId, ibanCommitment: commitment });
  const request = await sign(demo, await people.staff("validator"), command);
  await api.post(`/schemes/${schemeId}/admissions`, { shopId, request }, token);
}
