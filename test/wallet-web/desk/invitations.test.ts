// Whose a lost device is stands in these notes alone: none may go while its role is held.
import { expect } from "chai";
import { IDBFactory } from "fake-indexeddb";
import {
  type Invitation,
  keepInvitation,
  MOST_KEPT,
  readInvitations,
} from "../../../wallet-web/desk/roles/invitations.ts";
import type { Api } from "../../../wallet-web/shared/api.ts";
import { type AppDatabase, openAppDatabase } from "../../../wallet-web/shared/database.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

const schemeId = `0x${"5c".repeat(16)}` as Hex;
const candidate = (number: number) => `0x${number.toString(16).padStart(40, "0")}` as Hex;
const invitation = (number: number): Invitation => ({
  ...{ candidate: candidate(number), schemeId, role: "validator" },
  ...{ note: `Nummer ${number}`, madeAt: number },
});

describe("Invitations", () => {
  let database: AppDatabase;
  beforeEach(async () => {
    database = await openAppDatabase("desk", new IDBFactory());
  });

  const keeperOf = (held: readonly Hex[]) => {
    const asked: string[] = [];
    const get = async (path: string) => {
      asked.push(path);
      return { holders: held.map((one) => ({ candidate: one })) };
    };
    return { keeper: { database, api: { get } as unknown as Pick<Api, "get"> }, asked };
  };
  const notes = async () => (await readInvitations(database)).map(({ note }) => note);

  it("stand newest first, each once, and ask nobody while they are few", async () => {
    const { keeper, asked } = keeperOf([]);
    for (const number of [1, 2, 1]) await keepInvitation(keeper, invitation(number));
    expect(await notes()).to.deep.equal(["Nummer 1", "Nummer 2"]);
    expect(asked).to.deep.equal([]);
  });

  it("keep the note of every role that is held, however old, and else the newest thousand", async () => {
    const full = Array.from({ length: MOST_KEPT }, (_, index) => invitation(MOST_KEPT - index));
    await database.write("invitations", full);
    const { keeper, asked } = keeperOf([candidate(1)]);
    await keepInvitation(keeper, invitation(2_000));
    expect(await notes()).to.have.length(MOST_KEPT + 1);
    await keepInvitation(keeper, invitation(2_001));
    expect((await notes()).slice(-2)).to.deep.equal(["Nummer 3", "Nummer 1"]);
    expect(await notes()).to.have.length(MOST_KEPT + 1);
    expect(new Set(asked)).to.deep.equal(new Set([`/schemes/${schemeId}/role-holders`]));
    await keepInvitation(keeperOf([]).keeper, invitation(2_002));
    expect(await notes())
      .to.have.length(MOST_KEPT)
      .and.to.include("Nummer 4");
  });
});
