// What a bank says of payees' names in a status report: kept, sealed, and the end of nothing.
import { expect } from "chai";
import { bankSubmissions, nameChecks } from "../../../server/store/schema/index.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { pain002 } from "../bank/sepa/fixtures.ts";
import { hasSchemas, schemaProblems } from "../bank/sepa/schemas.ts";
import { FILE, type FileWorld, openFileWorld } from "./file-world.ts";
import { SHOP } from "./world.ts";

const REAL_NAME = "Bakkerij Jansen en Zn";

describe("Names that a bank checked", () => {
  let files: FileWorld;
  before(async () => {
    files = await openFileWorld();
  });
  after(() => files.world.close());
  beforeEach(() => files.reset());

  type Told = Omit<Parameters<typeof pain002>[0], "originalMessageId">;
  const report = (told: Told) => pain002({ originalMessageId: FILE.slice(2), ...told });
  const read = (told: Told) => files.read(report(told));
  /** Result and name of the payouts of 12.50 and 9.95. */
  const kept = async () => {
    const orders = await files.world.orders();
    const checks = orders.map(({ payoutId }) => files.world.nameChecks.ofPayout(payoutId));
    return (await Promise.all(checks)).map((check) => check && [check.result, check.name]);
  };
  const of = async (...statuses: string[]) =>
    (await files.tokens()).flatMap((endToEndId, index) => {
      const status = statuses[index];
      return status ? [{ endToEndId, status }] : [];
    });

  for (const [code, result] of [
    ["RCVC", "MTCH"],
    ["RVMC", "CMTC"],
    ["RVNM", "NMTC"],
    ["RVNA", "NOAP"],
  ] as const) {
    it(`are kept for the one payment: ${code} is ${result}`, async () => {
      const told = await read({ groupStatus: "RVCM", transactions: await of(code) });
      expect(told).to.include({ entries: 1, checked: 1, matched: 0, refused: 0, unmatched: 0 });
      expect(await kept()).to.deep.equal([[result, null], null]);
    });
  }

  for (const [code, expected] of [
    [
      "RCVC",
      [
        ["MTCH", null],
        ["MTCH", null],
      ],
    ],
    [
      "RVNC",
      [
        ["NOAP", null],
        ["NOAP", null],
      ],
    ],
    ["RVCM", [null, null]],
  ] as const) {
    it(`are kept for all when the whole file is ${code}`, async () => {
      await read({ groupStatus: code });
      expect(await kept()).to.deep.equal(expected);
    });

    it(`are kept for all when the payments together are ${code}`, async () => {
      await read({ paymentStatus: code });
      expect(await kept()).to.deep.equal(expected);
    });
  }

  it("have the payment's own answer before the file's", async () => {
    await read({ groupStatus: "RCVC", transactions: await of("RVNM") });
    expect(await kept()).to.deep.equal([
      ["NMTC", null],
      ["MTCH", null],
    ]);
  });

  it("have the real name where it nearly matches, sealed in the database", async () => {
    const [endToEndId = ""] = await files.tokens();
    const additional = [REAL_NAME];
    const transactions = [{ endToEndId, status: "RVMC", additional }];
    const bytes = report({ groupStatus: "RVCM", transactions });
    await files.read(bytes);

    expect((await kept())[0]).to.deep.equal(["CMTC", REAL_NAME]);
    const [row] = await files.world.database.select().from(nameChecks);
    expect(Buffer.from(row?.name ?? []).toString("latin1")).not.to.include("Jansen");
    if (hasSchemas) expect(await schemaProblems("pain.002.001.10", bytes)).to.deep.equal([]);
  });

  it("have no name where it doesn't match at all: whose account it is then is nobody's business", async () => {
    const [endToEndId = ""] = await files.tokens();
    const transactions = [{ endToEndId, status: "RVNM", additional: [REAL_NAME] }];
    await read({ groupStatus: "RVCM", transactions });
    expect((await kept())[0]).to.deep.equal(["NMTC", null]);
  });

  it("end nothing: the payouts and the file stay where they are", async () => {
    await read({ groupStatus: "RVCM", transactions: await of("RVNM", "RVNA") });
    await files.round();

    expect(await files.world.states()).to.deep.equal(["SUBMITTING", "SUBMITTING"]);
    const [file] = await files.world.database.select().from(bankSubmissions);
    expect([file?.state, file?.reason]).to.deep.equal(["sent", null]);
  });

  it("don't hide what the same report says of the payments", async () => {
    await read({ groupStatus: "ACTC", transactions: await of("RVNM") });
    expect(await kept()).to.deep.equal([["NMTC", null], null]);
    expect(await files.world.states()).to.deep.equal(["ACCEPTED", "ACCEPTED"]);
  });

  it("are kept as they were last, by payout and by the shop's account", async () => {
    await read({ groupStatus: "RVCM", transactions: await of("RVNA") });
    files.world.nowMs += 60_000;
    await read({ groupStatus: "RVCM", transactions: await of("RVNM") });

    expect((await kept())[0]).to.deep.equal(["NMTC", null]);
    const checks = (await files.world.nameChecks.ofShops([SHOP])).get(SHOP);
    const commitment: Hex = `0x${"1b".repeat(32)}`;
    const at = Math.floor(files.world.nowMs / 1000);
    expect(checks).to.deep.equal([{ commitment, result: "NMTC", name: null, at }]);
  });

  it("are passed over when they name a payment that isn't in the file", async () => {
    const transactions = [{ endToEndId: "cd".repeat(16), status: "RVNM" }];
    const told = await read({ groupStatus: "RVCM", transactions });
    expect(told).to.include({ checked: 0, unmatched: 1 });
    expect(await kept()).to.deep.equal([null, null]);
  });
});
