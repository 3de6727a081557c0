// The bank's column, read from its own files.
import { expect } from "chai";
import { readStatementFile } from "../../../server/audit/statement-files.ts";
import { camt, pain002 } from "../bank/sepa/fixtures.ts";
import { BATCH, FILE, type FileWorld, openFileWorld } from "../payouts/file-world.ts";

describe("readStatementFile", () => {
  let files: FileWorld;
  before(async () => {
    files = await openFileWorld();
  });
  after(() => files.world.close());
  beforeEach(() => files.reset());

  const read = (bytes: Uint8Array) => readStatementFile(files.world.database, bytes);
  const ids = async () => (await files.tokens()).map((token) => `0x${token.toLowerCase()}`);
  const batch = { paymentInformationId: BATCH };

  it("lays a batch that was booked as one sum out by the file that asked for it", async () => {
    const { payouts, others } = await read(camt({ entries: [{ amount: "22.45", batch }] }));
    expect([...payouts.keys()]).to.have.members(await ids());
    const out = [...payouts.values()].flatMap((side) => side.out);
    expect(out.toSorted((one, other) => Number(one - other))).to.deep.equal([995n, 1_250n]);
    expect(others).to.deep.equal([]);
  });

  it("explains no sum that is a cent off, nor a batch that is not ours", async () => {
    const stranger = { paymentInformationId: "P-SALARIES" };
    const entries = [
      { amount: "22.44", batch },
      { amount: "22.45", batch: stranger },
    ];
    const { payouts, others } = await read(camt({ entries }));
    expect(payouts.size).to.equal(0);
    expect(others.map(({ amountCents }) => amountCents)).to.deep.equal([-2_244n, -2_245n]);
  });

  it("takes what only is announced for nothing", async () => {
    const { payouts, others } = await read(
      camt({ entries: [{ amount: "22.45", batch, status: "PDNG" }] }),
    );
    expect([payouts.size, others]).to.deep.equal([0, []]);
  });

  it("refuses a file that is no statement", async () => {
    const failure = await read(pain002({ originalMessageId: FILE.slice(2) })).then(
      () => null,
      (error: Error) => error.message,
    );
    expect(failure).to.include("not a statement");
  });
});
