// Acts that take two people: proposed by one, seen and confirmed by another with the same role, refused for everybody else.
import { expect } from "chai";
import { cryptoRandomBytes, type Hex, toHex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { type Command, commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { newId } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import { appoint, IBANS, must, signUpShop, type Town } from "./town.ts";

const LIMIT = 10_000n;
type Person = { signer: Signer; token: string };

describe("Four eyes", () => {
  let bench: Bench;
  let town: Town;
  let sponsor: Person;
  let validator: Person;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    const limits = { fundingCents: LIMIT, ibanChangeCents: 0n, admissionsPerDay: 0 };
    town = await newTown({ fundedCents: LIMIT, limits });
    [sponsor, validator] = [await second("sponsor"), await second("validator")];
  });

  async function second(role: "sponsor" | "validator"): Promise<Person> {
    const signer = await appoint(bench, town.schemeId, role);
    return { signer, token: await bench.logIn(signer) };
  }
  const reference = (): Hex => toHex(cryptoRandomBytes(32));
  const together = ({ data: call }: Command) => ({
    ...{ schemeId: town.schemeId, ledger: bench.chain.deployment.ledger },
    call,
  });
  const path = () => `/schemes/${town.schemeId}/proposals`;
  const send = async ({ signer, token }: Person, command: Command) =>
    bench.post(path(), { request: await bench.sign(signer, command) }, token);
  const list = async ({ token }: Person) => must(await bench.get(path(), token)).body.proposals;
  const funded = async () =>
    must(await bench.get(`/schemes/${town.schemeId}/overview`, town.staff.sponsor.token)).body
      .conservation.fundedCents;
  const funding = (amountCents: bigint, bankReference = reference()) =>
    commands.fundScheme({ schemeId: town.schemeId, amountCents, bankReference });

  it("says in the list of schemes what one person does alone", async () => {
    const { schemes } = must(await bench.get("/deployment")).body;
    const own = schemes.find(({ schemeId }: { schemeId: Hex }) => schemeId === town.schemeId);
    expect(own.soleLimits).to.deep.equal({
      ...{ fundingCents: String(LIMIT), ibanChangeCents: "0", admissionsPerDay: 0 },
    });
  });

  it("refuses one sponsor above the limit with the numbers, and lets two do it", async () => {
    const [first, before] = [town.staff.sponsor, BigInt(await funded())];
    const command = funding(LIMIT + 1n);
    const alone = await bench.request(first.signer, command);
    expect(alone.body).to.deep.include({ code: "act-needs-two" });
    expect(alone.body.params).to.include({ act: "funding", amount: "10001", limit: "10000" });

    must(await send(first, commands.proposeAct(together(command))));
    expect(BigInt(await funded())).to.equal(before);
    const [shown] = await list(sponsor);
    expect(shown).to.include({ kind: "fund", amountCents: "10001", call: command.data });
    expect(shown.proposer).to.equal(first.signer.address);

    const own = await send(first, commands.confirmAct(together(command)));
    expect(own.body.code).to.equal("act-needs-another");
    must(await send(sponsor, commands.confirmAct(together(command))));
    expect(BigInt(await funded())).to.equal(before + LIMIT + 1n);
    expect(await list(sponsor)).to.deep.equal([]);
    const again = await send(sponsor, commands.confirmAct(together(command)));
    expect(again.body.code).to.equal("act-not-proposed");
  });

  it("shows nobody what isn't theirs to confirm", async () => {
    const command = funding(LIMIT + 2n);
    must(await send(town.staff.sponsor, commands.proposeAct(together(command))));
    expect(await list(sponsor)).to.have.length(1);
    for (const role of ["validator", "treasurer", "guardian"] as const) {
      expect(await list(town.staff[role]), role).to.deep.equal([]);
    }
    const stranger = await bench.logIn((await newTown()).staff.sponsor.signer);
    expect((await bench.get(path(), stranger)).body.code).to.equal("role-missing");
    expect((await bench.get(path())).body.code).to.equal("session-required");
    for (const role of ["validator", "treasurer", "guardian"] as const) {
      const confirmed = await send(town.staff[role], commands.confirmAct(together(command)));
      expect(confirmed.body.code, role).to.equal("role-missing");
    }
    must(await send(sponsor, commands.withdrawAct(together(command))));
    expect(await list(sponsor)).to.deep.equal([]);
  });

  it("hides what was proposed by somebody who lost the role since", async () => {
    const leaving = await second("sponsor");
    const command = funding(LIMIT + 3n);
    must(await send(leaving, commands.proposeAct(together(command))));
    const given = {
      schemeId: town.schemeId,
      role: "sponsor" as const,
      holder: leaving.signer.address,
    };
    must(await bench.request(bench.chain.admin, commands.withdrawRole(given)));
    expect(await list(sponsor)).to.deep.equal([]);
    const late = await send(sponsor, commands.confirmAct(together(command)));
    expect(late.body.code).to.equal("act-not-proposed");
  });

  it("admits a shop with the IBAN that it gave, by two validators", async () => {
    const { shopId, iban, ibanSalt } = await signUpShop(bench);
    const admission = (commitment: Hex) =>
      commands.admitShop({ schemeId: town.schemeId, shopId, ibanCommitment: commitment });
    const good = admission(ibanCommitment({ iban, salt: ibanSalt }));
    const first = town.staff.validator;
    const alone = await bench.post(
      `/schemes/${town.schemeId}/admissions`,
      { shopId, request: await bench.sign(first.signer, good) },
      first.token,
    );
    expect(alone.body.code).to.equal("act-needs-two");

    const other = admission(ibanCommitment({ iban: IBANS[1], salt: ibanSalt }));
    const wrong = await send(first, commands.proposeAct(together(other)));
    expect(wrong.body.code).to.equal("command-mismatch");
    must(await send(first, commands.proposeAct(together(good))));
    const [shown] = await list(validator);
    expect(shown).to.deep.include({ kind: "admit", amountCents: null });
    expect(shown.shop).to.include({ shopId, iban });
    must(await send(validator, commands.confirmAct(together(good))));
    const { shops } = must(await bench.get(`/schemes/${town.schemeId}/shops`, first.token)).body;
    const admitted = shops.find((one: { shopId: Hex }) => one.shopId === shopId);
    expect(admitted.state).to.equal("admitted");
  });

  it("relays nothing else this way, and these acts no other way", async () => {
    const { sponsor: first, validator: third } = town.staff;
    const strange = [
      commands.pauseScheme({ ...town, reason: "malfunction" }),
      commands.proposeAct(together(commands.closeScheme(town))),
      commands.proposeAct({ ...together(funding(1n)), schemeId: newId() }),
      commands.proposeAct({ ...together(funding(1n)), ledger: first.signer.address }),
      commands.proposeAct({ ...together(funding(1n)), call: "0x1234" }),
      commands.proposeAct(
        together(
          commands.fundScheme({ schemeId: newId(), amountCents: 1n, bankReference: reference() }),
        ),
      ),
    ];
    for (const command of strange) {
      expect((await send(first, command)).body.code).to.equal("command-mismatch");
    }
    const elsewhere = await bench.request(
      third.signer,
      commands.proposeAct(together(funding(LIMIT + 9n))),
    );
    expect(elsewhere.body.code).to.equal("command-mismatch");
  });
});
