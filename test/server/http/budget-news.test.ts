// What a validator does with a budget reaches its family with the reason.
import { expect } from "chai";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Bench } from "./bench.ts";
import { newTown, sharedBench } from "./shared.ts";
import { type Child, family, must, type Town } from "./town.ts";

describe("A budget that was changed", () => {
  let bench: Bench;
  let town: Town;
  before(async function () {
    this.timeout(60_000);
    bench = await sharedBench();
    town = await newTown();
  });

  it("tells its family what was added, stopped or let go on, and why", async () => {
    const [child] = (await family(town)) as [Child];
    const { beneficiaryId } = child;
    const token = await bench.logIn(child.phone);
    const seen = async () => must(await bench.get(`/beneficiaries/${beneficiaryId}`, token)).body;
    const { signer } = town.staff.validator;
    expect(await seen()).to.include({ reason: null, topUp: null, unfrozen: null });

    const added = { beneficiaryId, amountCents: 2_500n, reason: "hardship" } as const;
    const { executedAt } = must(await bench.request(signer, commands.topUp(added))).body;
    const { topUp, balanceCents } = await seen();
    expect(balanceCents).to.equal("32500");
    expect(topUp).to.deep.equal({ amountCents: "2500", reason: "hardship", at: executedAt });

    const held = { beneficiaryId, reason: "suspected-misuse" } as const;
    must(await bench.request(signer, commands.freezeBeneficiary(held)));
    expect(await seen()).to.include({ reason: "suspected-misuse", unfrozen: null });
    const freed = commands.unfreezeBeneficiary({ beneficiaryId, reason: "resolved" });
    const { executedAt: at } = must(await bench.request(signer, freed)).body;
    const { reason, unfrozen } = await seen();
    expect(reason).to.equal(null);
    expect(unfrozen).to.deep.equal({ reason: "resolved", at });

    const stopped = { beneficiaryId, reason: "moved-away" } as const;
    must(await bench.request(signer, commands.closeBeneficiary(stopped)));
    expect(await seen()).to.include({ state: "closed", reason: "moved-away", balanceCents: "0" });
  });

  it("is the validator's to change", async () => {
    const [{ beneficiaryId }] = (await family(town)) as [Child];
    for (const role of ["sponsor", "treasurer", "guardian"] as const) {
      const { signer } = town.staff[role];
      for (const command of [
        commands.topUp({ beneficiaryId, amountCents: 100n, reason: "hardship" }),
        commands.closeBeneficiary({ beneficiaryId, reason: "moved-away" }),
      ]) {
        const answer = await bench.request(signer, command);
        expect([answer.status, answer.body.code], role).to.deep.equal([403, "role-missing"]);
      }
    }
  });
});
