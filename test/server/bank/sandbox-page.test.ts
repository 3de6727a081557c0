// The sandbox's page: what a person sees of accounts, statement and faults.

import { expect } from "chai";
import type { PlayedFaults } from "../../../server/bank/bunq/sandbox/books.ts";
import { dutchEuros, pageOf } from "../../../server/bank/bunq/sandbox/page.ts";
import type {
  StatementAccount,
  StatementMovement,
} from "../../../server/bank/bunq/sandbox/statement.ts";
import { openBench, order, payoutId } from "./bench.ts";

describe("bunq sandbox page", () => {
  it("shows accounts and statement in Dutch, without scripts", async () => {
    const bench = await openBench();
    await bench.bank.submit(await bench.bank.prepare([order()]));
    const response = await fetch(bench.url());
    const html = await response.text();
    expect(response.headers.get("Content-Security-Policy")).to.include("default-src 'none'");
    expect(html).to.include("Gemeente Zuidhorn").and.to.include("− € 12,50");
    expect(html).to.include("€ 999.987,50").and.to.include("Geboekt");
    expect(html).not.to.include("<script");
    // The payout's id stands in the description and in the reference: once is enough for a person.
    expect(html.match(new RegExp(order().payoutId, "g"))).to.have.length(1);
    expect((await fetch(`${bench.url()}/_sandbox/style.css`)).status).to.equal(200);
    await bench.close();
  });

  it("shows whatever comes from outside as text", () => {
    const hostile = '"><script>alert(1)</script>';
    const movement: StatementMovement = {
      id: 1,
      createdAt: "2026-03-02T09:00:00.000Z",
      amountCents: "-1",
      balanceAfterCents: "-1",
      counterpartyIban: hostile,
      counterpartyName: hostile,
      merchantReference: `other ${hostile}`,
      description: hostile,
      status: "booked",
      returnOf: null,
      batch: { id: 7, place: 1, size: 1 },
      draftId: null,
    };
    const account: StatementAccount = {
      id: 1,
      name: hostile,
      iban: hostile,
      currency: "EUR",
      openingCents: "0",
      balanceCents: "0",
      movementCount: 1,
      movements: [movement],
    };
    const play: PlayedFaults = {
      at: 0,
      method: hostile,
      path: hostile,
      requestId: hostile,
      faults: [{ kind: "suspended", paymentId: 1 }],
    };
    const html = pageOf({ accounts: [account], played: [play] });
    expect(html).not.to.include("<script");
    // Two in each of nine texts; the account's name stands there twice.
    expect(html.match(/&#60;/g)).to.have.length(20);
  });

  it("shows which payments were made together, and how many of how many", async () => {
    const bench = await openBench();
    const [first, second] = [payoutId(1), payoutId(2)].map((id) => order({ payoutId: id }));
    await bench.bank.submit(await bench.bank.prepare([first!, second!]));
    const drafts = bench.newBank({ approval: "draft" });
    const draft = await drafts.submit(await drafts.prepare([order({ payoutId: payoutId(3) })]));
    const draftId = draft.kind === "accepted" ? draft.bankSubmissionId : "";
    await fetch(`${bench.url()}/_sandbox/drafts/${draftId}/accept`, { method: "POST" });
    const { movements } = await bench.account();
    const batchId = movements[0]!.batch!.id;
    expect(movements.map(({ batch }) => batch)).to.deep.equal([
      { id: batchId, place: 1, size: 2 },
      { id: batchId, place: 2, size: 2 },
      null,
    ]);
    const html = await (await fetch(bench.url())).text();
    expect(html).to.include(`Verzamelopdracht ${batchId}: 2 van 2`);
    expect(html).to.include(`Klaargezette opdracht ${draftId}`);
    await bench.close();
  });

  it("shows which faults played on which request, also after a restart", async () => {
    const bench = await openBench();
    await bench.play({ kind: "drop-answer" }, { kind: "suspended", times: null });
    const prepared = await bench.bank.prepare([order(), order({ payoutId: payoutId(2) })]);
    await bench.bank.submit(prepared);
    await bench.restart();
    const html = await (await fetch(bench.url())).text();
    const ids = (await bench.account()).movements.map(({ id }) => id);
    expect(html).to.include("POST payment-batch").and.to.include(prepared.requestId);
    expect(html).to.include("<li>verwerkt, antwoord kwijt</li>");
    expect(html).to.include(`<li>vastgehouden (nr. ${ids.join(", ")})</li>`);
    await bench.close();
  });

  it("says how often a fault without a payment of its own was played", async () => {
    const bench = await openBench();
    await bench.play({ kind: "batch-partly-made", times: 2 });
    const three = [1, 2, 3].map((number) => order({ payoutId: payoutId(number) }));
    await bench.bank.submit(await bench.bank.prepare(three));
    const html = await (await fetch(bench.url())).text();
    expect(html).to.include("deel van de verzamelopdracht niet uitgevoerd (2 keer)");
    await bench.close();
  });

  it("shows the newest fifty requests with faults, and none before the first", async () => {
    const bench = await openBench();
    const rows = async () =>
      (await (await fetch(bench.url())).text()).match(/POST payment</g)?.length ?? 0;
    expect(await (await fetch(bench.url())).text()).to.include("Nog geen storingen.");
    await bench.play({ kind: "refuse", times: null });
    for (let number = 0; number < 51; number += 1) {
      await bench.bank.submit(await bench.bank.prepare([order()]));
    }
    expect(await rows()).to.equal(50);
    await bench.close();
  });

  it("says that it shows only the newest of many movements", () => {
    const account = {
      id: 1,
      name: "a",
      iban: "NL91ABNA0417164300",
      currency: "EUR",
      openingCents: "0",
      balanceCents: "0",
      movementCount: 201,
      movements: [],
    } as const;
    const html = pageOf({ accounts: [account], played: [] });
    expect(html).to.include("201 boekingen. De nieuwste 0 staan hieronder.");
  });

  it("writes amounts as the Dutch do", () => {
    const amounts = ["0", "5", "-5", "100000", "-123456789"].map(dutchEuros);
    expect(amounts).to.deep.equal([
      "€ 0,00",
      "€ 0,05",
      "− € 0,05",
      "€ 1.000,00",
      "− € 1.234.567,89",
    ]);
  });
});
