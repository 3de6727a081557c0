// A shop that signs up, the trade register that is asked for it, and what the desk sees; the shop neither waits nor hears of it.
import { expect } from "chai";
import { registerChecks } from "../../../server/store/schema/office.ts";
import { readEntries } from "../../../server/trade-register/kvk/sandbox/entries.ts";
import {
  type RegisterSandbox,
  startRegisterSandbox,
} from "../../../server/trade-register/kvk/sandbox/server.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { eventually } from "../../helpers/eventually.ts";
import { type Bench, ShiftedClock, startBench } from "./bench.ts";
import { newTown } from "./shared.ts";
import { must, openTown, signUpShop, type Town } from "./town.ts";

const KEY = "key-that-no-log-may-hold";

describe("The trade register at the desk", () => {
  const clock = new ShiftedClock();
  let sandbox: RegisterSandbox;
  let bench: Bench;
  let town: Town;
  before(async function () {
    this.timeout(60_000);
    const entries = readEntries("demo/register.csv");
    sandbox = await startRegisterSandbox({ port: 0, apiKey: KEY, entries });
    const env = { KVK_API_URL: `${sandbox.url}/api/`, KVK_API_KEY: KEY };
    bench = await startBench({ httpClock: clock, env });
    town = await openTown(bench);
  });
  after(async () => {
    await bench?.stop();
    await sandbox.close();
  });
  afterEach(() => sandbox.play(null));

  const registerOf = async (shopId: Hex) => {
    const { token } = town.staff.validator;
    const { shops } = must(await bench.get(`/schemes/${town.schemeId}/shops`, token)).body;
    return shops.find((one: { shopId: Hex }) => one.shopId === shopId).register;
  };
  const settled = async (shopId: Hex) => {
    await eventually(async () => {
      const { at, failedAt } = await registerOf(shopId);
      return at !== null || failedAt !== null;
    });
    return registerOf(shopId);
  };
  const askAgain = (shopId: Hex) => {
    const path = `/schemes/${town.schemeId}/shops/${shopId}/register-checks`;
    return bench.post(path, {}, town.staff.validator.token);
  };

  it("shows who is registered, and whether the shop calls itself so", async () => {
    const same = await signUpShop(bench, { name: "Kleertjes en Zo", kvkNumber: "00245573" });
    expect(await settled(same.shopId)).to.deep.include({
      ...{ canAsk: true, state: "found", isNameSame: true, others: [], failedAt: null },
      registered: { name: "Kleertjes & Zo", street: "De Gast", place: "Zuidhorn", kind: "main" },
    });
    const other = await signUpShop(bench, { name: "Noorderlicht", kvkNumber: "99300718" });
    expect(await settled(other.shopId)).to.deep.include({
      ...{ state: "found", isNameSame: false, others: ["Hoekstra Beheer B.V."] },
      registered: {
        ...{ name: "Tweewielers Hoekstra", street: "Stationsweg", place: "Grijpskerk" },
        kind: "main",
      },
    });
  });

  it("takes the branch that has the shop's name before the main branch", async () => {
    const { shopId } = await signUpShop(bench, { name: "Sportpunt Leek", kvkNumber: "99208579" });
    const register = await settled(shopId);
    expect(register).to.deep.include({ state: "found", isNameSame: true });
    expect(register.registered).to.include({ place: "Leek", kind: "branch" });
  });

  it("shows a company that ended, and a number that nobody has", async () => {
    const ended = await signUpShop(bench, { name: "De Zuurstok", kvkNumber: "99300726" });
    expect(await settled(ended.shopId)).to.include({ state: "ended", isNameSame: false });
    const { shopId } = await signUpShop(bench, { kvkNumber: "99999999" });
    expect(await settled(shopId)).to.deep.include({ state: "not-found", registered: null });
  });

  it("lets a shop sign up while the register is away, and asks later by itself and when the validator wants it", async () => {
    sandbox.play("down");
    const { shopId, owner } = await signUpShop(bench, { kvkNumber: "00245573" });
    const failed = await settled(shopId);
    expect(failed).to.include({ state: "unasked", at: null });
    expect(failed.failedAt).to.be.a("number");
    const mine = must(await bench.get("/shops/mine", await bench.logIn(owner))).text;
    expect(mine).not.to.match(/register/i);

    sandbox.play(null);
    expect(must(await askAgain(shopId)).body).to.include({ state: "unasked" });
    clock.shiftMs += 10_000;
    const asked = must(await askAgain(shopId)).body;
    expect(asked).to.include({ state: "found", failedAt: null });
    expect(await registerOf(shopId)).to.deep.equal(asked);

    sandbox.play("garbage");
    clock.shiftMs += 10_000;
    const kept = must(await askAgain(shopId)).body;
    expect(kept).to.include({ state: "found", at: asked.at });
    expect(kept.failedAt).to.be.at.least(asked.at + 9);
  });

  it("asks again by itself when the time for it has come", async () => {
    sandbox.play("garbage");
    const { shopId } = await signUpShop(bench, { kvkNumber: "99489358" });
    await settled(shopId);
    sandbox.play(null);
    clock.shiftMs += 61_000;
    // The next sign-up wakes who asks.
    await signUpShop(bench, { kvkNumber: "99449043" });
    await eventually(async () => (await registerOf(shopId)).state === "found");
  });

  it("sends the number alone, and keeps name and address sealed, out of the log too", async () => {
    const { shopId } = await signUpShop(bench, { kvkNumber: "99475875" });
    await settled(shopId);
    for (const path of sandbox.asked) {
      expect(path).to.match(
        /^\/api\/v2\/zoeken\?kvkNummer=\d{8}&inclusiefInactieveRegistraties=true&resultatenPerPagina=100$/,
      );
    }
    const rows = await bench.services.database.select().from(registerChecks);
    const kept = rows.map(({ answer }) => Buffer.from(answer ?? []).toString("latin1")).join();
    expect(rows.length).to.be.at.least(5);
    expect(kept).not.to.match(/Westerkwartier|Overtuinen|Hoekstra/);
    expect(bench.log.join("")).not.to.match(
      /key-that-no-log-may-hold|Westerkwartier|Hoekstra|99475875|00245573/,
    );
    expect(bench.log.join("")).to.contain("the trade register gave no answer");
  });

  it("asks for no shop that doesn't exist", async () => {
    const path = `/schemes/${town.schemeId}/shops/0x${"0".repeat(32)}/register-checks`;
    const answer = await bench.post(path, {}, town.staff.validator.token);
    expect([answer.status, answer.body.code]).to.deep.equal([404, "shop-unknown"]);
  });

  it("says that it can't ask where no key was set", async () => {
    const { bench: keyless, schemeId, staff } = await newTown();
    const { shopId } = await signUpShop(keyless);
    const path = `/schemes/${schemeId}/shops/${shopId}/register-checks`;
    const asked = must(await keyless.post(path, {}, staff.validator.token)).body;
    expect(asked).to.deep.equal({
      ...{ canAsk: false, state: "unasked", registered: null, isNameSame: null, others: [] },
      ...{ at: null, failedAt: null },
    });
  });
});
