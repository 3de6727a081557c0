// How commands share transactions, what gas they get, and how a refusal's bytes become a code.
import { expect } from "chai";
import { type Contracts, loadContracts } from "../../../server/chain/contracts.ts";
import { createEncoder, HIGHEST_TRANSACTION_GAS } from "../../../server/chain/encode.ts";
import type { Waiting } from "../../../server/chain/outbox.ts";
import { createRefusals } from "../../../server/chain/refusal.ts";
import type { RelayCommand } from "../../../server/chain/relay.ts";
import { groupCommands } from "../../../server/chain/sender.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";

const bytes = (count: number, fill = "11") => `0x${fill.repeat(count)}` as Hex;
const signature = { x: bytes(32), y: bytes(32), r: bytes(32), s: bytes(32) };
const deployment = {
  chainId: 31_337,
  ledger: bytes(20, "a1"),
  forwarder: bytes(20, "a2"),
  roles: bytes(20, "a3"),
  cards: bytes(20, "a4"),
};

const open: RelayCommand = {
  kind: "open",
  authorisation: {
    beneficiaryId: bytes(16),
    shopId: bytes(16, "00"),
    maximumAmountCents: 1n,
    validAfter: 0,
    validBefore: 1,
    nonce: 1,
    device: bytes(20),
  },
  signature,
  charge: { shopId: bytes(16), amountCents: 1n },
  tillSignature: signature,
};
const request = (gasLimit: number, dataBytes = 100): RelayCommand => ({
  kind: "request",
  signed: {
    request: {
      from: bytes(20),
      to: deployment.ledger,
      nonce: 1n,
      deadline: 1,
      gasLimit,
      data: bytes(dataBytes),
    },
    signature,
  },
});
const operator: RelayCommand = {
  kind: "operator",
  id: bytes(16),
  call: { name: "settlePayout", payoutId: bytes(16), bankReference: bytes(32) },
};

describe("sending", () => {
  let contracts: Contracts;
  before(() => {
    contracts = loadContracts();
  });
  const encoder = (precompile = true) => createEncoder({ contracts, deployment, precompile });
  let next = 0;
  const waiting = (command: RelayCommand, more: Partial<Waiting> = {}): Waiting => {
    next += 1;
    const id = `0x${next.toString(16).padStart(64, "0")}` as Hex;
    return { id, subject: id, command, alone: false, ...more };
  };
  const sizesOf = (commands: Waiting[], precompile = true) =>
    groupCommands(commands, encoder(precompile)).map((group) => group.length);

  it("puts at most 50 commands of one kind in a transaction", () => {
    const commands = Array.from({ length: 120 }, () => waiting(open));
    expect(sizesOf(commands)).to.deep.equal([50, 50, 20]);
    expect(sizesOf([waiting(open), waiting(request(400_000)), waiting(open)])).to.deep.equal([
      2, 1,
    ]);
  });

  it("never puts two of one payment in a transaction, and keeps their order", () => {
    const first = waiting(open);
    const second = waiting(open, { subject: first.subject });
    const third = waiting(open);
    const groups = groupCommands([first, second, third], encoder());
    expect(groups.map((group) => group.map(({ id }) => id))).to.deep.equal([
      [first.id, third.id],
      [second.id],
    ]);
  });

  it("sends the operator's commands, and those that failed together, alone", () => {
    const commands = [
      waiting(operator),
      waiting(operator),
      waiting(open, { alone: true }),
      waiting(open),
    ];
    expect(sizesOf(commands)).to.deep.equal([1, 1, 1, 1]);
  });

  it("keeps every transaction within the gas that it may have", () => {
    const cases = [
      Array.from({ length: 60 }, () => waiting(request(400_000))),
      Array.from({ length: 5 }, () => waiting(request(6_400_000, 3_300))),
      [waiting(request(14_000_000, 16_384))],
      Array.from({ length: 60 }, () => waiting(open)),
    ];
    for (const precompile of [true, false]) {
      for (const commands of cases) {
        for (const group of groupCommands(commands, encoder(precompile))) {
          const wanted = group.reduce(
            (sum, { command }) => sum + encoder(precompile).gasOf(command),
            21_000,
          );
          expect(wanted).to.be.at.most(HIGHEST_TRANSACTION_GAS);
        }
      }
    }
  });

  it("refuses to mix kinds in one transaction", () => {
    expect(() => encoder().batch([open, request(400_000)])).to.throw("one kind");
  });

  describe("refusals", () => {
    const bytesOf = (name: string, args: unknown[]) =>
      contracts.ledger.abi.encodeErrorResult(name, args);

    it("become codes with their numbers", () => {
      const refusals = createRefusals(contracts);
      expect(
        refusals.decode(bytesOf("ShopNotAdmitted", [bytes(16), bytes(16, "22"), 2])),
      ).to.deep.equal({
        code: "shop-not-admitted",
        params: { schemeId: bytes(16), shopId: bytes(16, "22"), state: "suspended" },
      });
    });

    it("that nobody knows become a failure, not an exception", () => {
      const refusals = createRefusals(contracts);
      for (const data of [undefined, "0x", "0x12", "0xdeadbeef"]) {
        expect(refusals.decode(data)).to.deep.equal({ code: "transaction-failed", params: {} });
      }
    });

    it("count as too early only up to the moment that they name", () => {
      const refusals = createRefusals(contracts);
      const early = bytesOf("AuthorisationNotInTime", [1_000, 2_000, 999]);
      const late = bytesOf("AuthorisationNotInTime", [1_000, 2_000, 2_000]);
      expect(refusals.isTooEarlyOnly(early, 999)).to.equal(false);
      expect(refusals.isTooEarlyOnly(early, 1_000)).to.equal(true);
      expect(refusals.isTooEarlyOnly(late, 3_000)).to.equal(false);
    });
  });
});
