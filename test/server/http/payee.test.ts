// Who is paid: what the bank says of the name, and another IBAN for a shop.
import { expect } from "chai";
import { createNameChecks } from "../../../server/shops/name-checks.ts";
import { payoutOrders } from "../../../server/store/schema/bank.ts";
import { createVault } from "../../../server/validator/vault.ts";
import { fromHex, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import { newId } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  family,
  IBANS,
  must,
  openPayment,
  type Shop,
  type Town,
} from "./town.ts";

describe("A payee", () => {
  let bench: Bench;
  let town: Town;
  let shop: Shop;
  let payoutId: Hex;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
    shop = await admittedShop(town);
    const [child] = (await family(town)) as [Child];
    must(
      await bench.post("/payments", await openPayment(bench, { child, shop, amountCents: 900n })),
    );
    payoutId = newId();
    const opened = {
      ...{ schemeId: town.schemeId, shopId: shop.shopId },
      payoutId,
      amountCents: 900n,
    };
    await bench.chain.send(town.staff.treasurer.signer, commands.openPayout(opened));
    const now = bench.services.clock.now();
    await bench.services.database.insert(payoutOrders).values({
      ...opened,
      ...{ state: "HELD", reason: "iban-mismatch", createdAt: now, changedAt: now },
    });
  });

  const path = (rest: string) => `/schemes/${town.schemeId}/${rest}`;

  it("shows what the bank said of the name: its result to all staff, whose account it is to who pays", async () => {
    const { services } = bench;
    const vault = createVault({ dataKey: fromHex(services.dataKey), random: services.random });
    const checkedAt = services.clock.now();
    const check = { payoutId, result: "CMTC", name: "B. Akker", checkedAt } as const;
    await createNameChecks({ database: services.database, vault }).keep(check);
    const shown = { result: "CMTC", name: "B. Akker", at: Math.floor(checkedAt / 1000) };

    const ask = async (token: string) =>
      must(await bench.get(path(`payouts/${payoutId}`), token)).body.nameCheck;
    expect(await ask(town.staff.treasurer.token)).to.deep.equal(shown);
    expect(await ask(town.staff.sponsor.token)).to.deep.equal({ ...shown, name: null });
    const { shops } = must(await bench.get(path("shops"), town.staff.validator.token)).body;
    const own = shops.find((one: { shopId: Hex }) => one.shopId === shop.shopId);
    expect(own.nameCheck).to.deep.equal(shown);
  });

  it("is paid on another IBAN once the validator confirmed it", async () => {
    const ibanSalt = newId();
    const [iban, token] = [IBANS[1], await bench.logIn(shop.owner)];
    const ids = { schemeId: town.schemeId, shopId: shop.shopId };
    const change = { ...ids, ibanCommitment: ibanCommitment({ iban, salt: ibanSalt }) };
    const request = await bench.sign(shop.owner, commands.proposeIban(change));
    const body = { schemeId: town.schemeId, iban, ibanSalt, request };
    must(await bench.post(`/shops/${shop.shopId}/iban-changes`, body, token));
    const { signer, token: validator } = town.staff.validator;
    const { changes } = must(await bench.get(path("iban-changes"), validator)).body;
    expect(changes[0]).to.include({ iban, currentIbanTail: "6318", nameCheck: null });
    expect(changes[0].currentNameCheck).to.include({ result: "CMTC", name: "B. Akker" });
    const waiting = must(await bench.get(path("treasury-tasks"), validator)).body;
    expect(waiting.ibanChanges).to.equal(1);
    const confirm = await bench.sign(signer, commands.confirmIban(change));
    const confirmation = path(`shops/${shop.shopId}/iban-confirmation`);
    must(await bench.post(confirmation, { request: confirm }, validator));
    expect(must(await bench.get("/shops/mine", token)).body.ibanTail).to.equal(iban.slice(-4));
  });
});
