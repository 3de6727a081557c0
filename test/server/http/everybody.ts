// Every kind of person who might ask the server for something, each with a key and a session: for tables of who may do what.
import type { RoleName } from "../../../wallet-web/shared/protocol/commands.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { newId, newSigner } from "../../helpers/chain.ts";
import type { Answer, Bench } from "./bench.ts";
import { type Child, must, type Shop, STAFF, type Town } from "./town.ts";

/** "former staff" held every role of the scheme, "other scheme" holds every role of another. */
export const PEOPLE = [
  "nobody",
  "stranger",
  "family",
  "shop",
  "till",
  "other shop",
  ...STAFF,
  "former staff",
  "other scheme",
  "admin",
] as const;
export type Person = (typeof PEOPLE)[number];
export type Known = { signer: Signer; token: string | undefined };
export type People = ReadonlyMap<Person, Known>;

/** A status, and the code of the refusal. */
export type Verdict = readonly [status: number, code?: string];

/** @param given.shop Its owner is "shop", and gets a second till. */
export async function gatherPeople(
  town: Town,
  given: { child: Child; shop: Shop; otherShop: Shop },
): Promise<People> {
  const { bench, schemeId, staff } = town;
  const { shopId, owner } = given.shop;
  const till = await newSigner();
  must(await bench.request(owner, commands.addTill({ shopId, till: till.address })));
  const former = await newSigner();
  for (const role of STAFF) {
    await appointKey(bench, { schemeId, role, signer: former });
    const given = { schemeId, role, holder: former.address };
    must(await bench.request(bench.chain.admin, commands.withdrawRole(given)));
  }
  const elsewhere = await newSigner();
  const otherId = newId();
  for (const role of STAFF) await appointKey(bench, { schemeId: otherId, role, signer: elsewhere });
  const signers: [Person, Signer][] = [
    ["stranger", await newSigner()],
    ["family", given.child.phone],
    ["shop", owner],
    ["till", till],
    ["other shop", given.otherShop.owner],
    ...STAFF.map((role): [Person, Signer] => [role, staff[role].signer]),
    ["former staff", former],
    ["other scheme", elsewhere],
    ["admin", bench.chain.admin],
  ];
  const known = new Map<Person, Known>();
  known.set("nobody", { signer: await newSigner(), token: undefined });
  for (const [person, signer] of signers) {
    known.set(person, { signer, token: await bench.logIn(signer) });
  }
  return known;
}

async function appointKey(
  bench: Bench,
  { schemeId, role, signer }: { schemeId: Town["schemeId"]; role: RoleName; signer: Signer },
): Promise<void> {
  const { address } = signer;
  const { admin } = bench.chain;
  must(await bench.request(admin, commands.offerRole({ schemeId, role, candidate: address })));
  must(await bench.request(signer, commands.acceptRole({ schemeId, role, holder: address })));
}

export function knownAs(people: People, person: Person): Known {
  const known = people.get(person);
  if (!known) throw new Error(`nobody is ${person}`);
  return known;
}

/** What an answer comes to; one that isn't a refusal is its status alone. */
export const verdictOf = ({ status, body }: Answer): Verdict =>
  status < 400 ? [status] : [status, body?.code];
