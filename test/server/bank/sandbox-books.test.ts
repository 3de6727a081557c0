// The sandbox's books: what was answered is on the disk, and what can't be read is said.

import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { isValidIBAN } from "ibantools";
import { Books } from "../../../server/bank/bunq/sandbox/books.ts";
import { makeIban } from "../../../server/bank/bunq/sandbox/ibans.ts";
import { openJournal } from "../../../server/bank/bunq/sandbox/journal.ts";
import { openBench, order } from "./bench.ts";
import { FakeClock } from "./fake-clock.ts";

describe("bunq sandbox books", () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "books-"));
    path = join(folder, "books.jsonl");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const line = (userId: number) => ({
    at: 0,
    request: { deviceId: 1, requestId: `request-${userId}` },
    events: [
      {
        type: "user-created" as const,
        userId,
        name: "a",
        apiKey: `key-${userId}`,
        accountId: userId + 1,
        iban: "NL91ABNA0417164300",
        openingCents: 90_071_992_547_409_931n,
      },
    ],
  });

  it("give back every line, to the cent beyond what a float holds", () => {
    const journal = openJournal(path);
    journal.append(line(1));
    journal.append(line(3));
    journal.close();
    expect(openJournal(path).lines).to.deep.equal([line(1), line(3)]);
  });

  it("drop a last line that was cut off, wherever the cut is, and go on", async () => {
    const journal = openJournal(path);
    journal.append(line(1));
    const whole = (await readFile(path)).byteLength;
    journal.append(line(3));
    journal.close();
    const bytes = await readFile(path);
    for (let end = whole; end < bytes.byteLength; end += 1) {
      await writeFile(path, bytes.subarray(0, end));
      const cut = openJournal(path);
      expect(cut.lines).to.deep.equal([line(1)]);
      cut.append(line(5));
      cut.close();
      const again = openJournal(path);
      expect(again.lines).to.deep.equal([line(1), line(5)]);
      again.close();
    }
  });

  it("are read when an earlier version wrote a draft", async () => {
    const draft = { id: 3, accountId: 2, updatedAt: 0, status: "PENDING", entries: [] };
    const events = [{ type: "draft-set", draft: { ...draft, rejectPartly: false } }];
    await writeFile(path, `${JSON.stringify({ at: 0, request: null, events })}\n`);
    const journal = openJournal(path);
    const books = new Books({ journal, clock: new FakeClock() });
    expect(books.drafts.get(3)).to.deep.equal({ ...draft, ownFault: null });
    journal.close();
  });

  it("name the line that can't be read", async () => {
    const journal = openJournal(path);
    journal.append(line(1));
    journal.close();
    await appendFile(path, '{"odd":true}\n');
    expect(() => openJournal(path)).to.throw("at line 2");
  });

  it("refuse to open when a balance does not follow from the payments", async () => {
    const bench = await openBench({ sandbox: { booksFile: path } });
    await bench.bank.submit(await bench.bank.prepare([order()]));
    await bench.close();
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace('"amountCents":"-1250"', '"amountCents":"-1251"'));
    const journal = openJournal(path);
    expect(() => new Books({ journal, clock: new FakeClock() })).to.throw("don't add up");
    journal.close();
  });

  it("keep the opening balance of the first start", async () => {
    const bench = await openBench({ sandbox: { booksFile: path, initialBalanceCents: 500n } });
    expect((await bench.bank.balance()).availableCents).to.equal(500n);
    await bench.close();
    const again = await openBench({ sandbox: { booksFile: path, initialBalanceCents: 900n } });
    expect((await again.bank.balance()).availableCents).to.equal(500n);
    await again.close();
  });

  it("have account numbers that pass the check", () => {
    for (const number of [0n, 1n, 9_999_999_999n, 1_234_567_890n]) {
      expect(isValidIBAN(makeIban(number)), makeIban(number)).to.equal(true);
    }
  });
});
