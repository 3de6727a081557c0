// A second phone of a family: its keys are held out under their own digest, and give no right until another phone adds them.
import { expect } from "chai";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { phoneCodeOf } from "../../../wallet-web/shared/protocol/phone-code.ts";
import { newSigner } from "../../helpers/chain.ts";
import { type Answer, type Bench, ShiftedClock, startBench } from "./bench.ts";
import {
  admittedShop,
  type Child,
  family,
  must,
  openPayment,
  openTown,
  type Shop,
  type Town,
} from "./town.ts";

const codeOf = (answer: Answer) => [answer.status, answer.body.code];

describe("A second phone", () => {
  const clock = new ShiftedClock();
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  before(async function () {
    this.timeout(60_000);
    bench = await startBench({ httpClock: clock });
    town = await openTown(bench);
    shop = await admittedShop(town);
  });
  after(() => bench.stop());

  const lost = async (token: string) => must(await bench.get("/beneficiaries", token)).body.lost;
  const newPhone = async () => {
    const keys = [await newSigner(), await newSigner()] as const;
    const addresses = keys.map((key) => key.address);
    const offered = must(await bench.post("/phone-offers", { addresses }), 201).body;
    return { keys, addresses, code: offered.code as string };
  };

  it("is found by its code, which is its keys' own", async () => {
    const [child] = (await family(town)) as [Child];
    const { addresses, code } = await newPhone();
    expect(code).to.equal(phoneCodeOf(addresses));
    const found = must(await bench.get(`/phone-offers/${code}`, await bench.logIn(child.phone)));
    expect(found.body.addresses).to.deep.equal(addresses);
    const again = must(await bench.post("/phone-offers", { addresses }), 201).body;
    expect(again.code).to.equal(code);
  });

  it("pays once the first phone added it, and no more once it was removed", async () => {
    const [child] = (await family(town)) as [Child];
    const { beneficiaryId } = child;
    const { keys } = await newPhone();
    const [key] = keys;
    const second = { ...child, phone: key, nextNonce: 1 };
    const pay = async () =>
      bench.post("/payments", await openPayment(bench, { child: second, shop, amountCents: 100n }));
    const token = await bench.logIn(...keys);
    const seen = async () => must(await bench.get("/beneficiaries", token)).body.beneficiaries;

    expect((await pay()).body.code).to.equal("device-not-linked");
    expect(await seen()).to.deep.equal([]);
    expect(await lost(token)).to.deep.equal([]);
    const device = key.address;
    must(await bench.request(child.phone, commands.addDevice({ beneficiaryId, device })));
    must(await pay(), 201);
    const [account] = await seen();
    expect(account.devices.map((one: { address: string }) => one.address)).to.include(device);
    must(await bench.request(child.phone, commands.removeDevice({ beneficiaryId, device })));
    expect((await pay()).body.code).to.equal("device-not-linked");
    expect(await seen()).to.deep.equal([]);
    expect(await lost(token)).to.deep.equal([{ beneficiaryId, by: "removed" }]);
  });

  it("is told that a new code took its place, and nobody else's loss", async () => {
    const [child, other] = (await family(town, 2)) as [Child, Child];
    const { beneficiaryId } = child;
    const { address: activationKey } = await newSigner();
    const reissue = commands.reissueLoginCode({ beneficiaryId, activationKey });
    must(await bench.request(town.staff.validator.signer, reissue));
    expect(await lost(await bench.logIn(child.phone))).to.deep.equal([
      { beneficiaryId, by: "reissued" },
    ]);
    expect(await lost(await bench.logIn(other.phone))).to.deep.equal([]);
  });

  it("can't add itself, nor remove the first", async () => {
    const [child] = (await family(town)) as [Child];
    const { beneficiaryId } = child;
    const { keys } = await newPhone();
    const [key] = keys;
    for (const command of [
      commands.addDevice({ beneficiaryId, device: key.address }),
      commands.removeDevice({ beneficiaryId, device: child.phone.address }),
    ]) {
      expect((await bench.request(key, command)).body.code).to.equal("device-not-linked");
    }
  });

  it("is not found after a quarter of an hour, under another code, or without a session", async () => {
    const [child] = (await family(town)) as [Child];
    const { code } = await newPhone();
    clock.shiftMs = 15 * 60_000;
    const token = await bench.logIn(child.phone);
    expect(codeOf(await bench.get(`/phone-offers/${code}`, token))).to.deep.equal([
      404,
      "code-unknown",
    ]);
    clock.shiftMs = 0;
    const other = await bench.get(`/phone-offers/${"0".repeat(16)}`, token);
    expect(codeOf(other)).to.deep.equal([404, "code-unknown"]);
    expect((await bench.get(`/phone-offers/${code}`)).status).to.equal(401);
    expect((await bench.get("/phone-offers/abc", token)).status).to.equal(400);
  });

  it("offers between one and sixteen keys, each once", async () => {
    const key = (await newSigner()).address;
    const many = await Promise.all(
      Array.from({ length: 17 }, async () => (await newSigner()).address),
    );
    for (const addresses of [[], [key, key], many, ["0x12"]]) {
      expect((await bench.post("/phone-offers", { addresses })).status).to.equal(400);
    }
  });
});
