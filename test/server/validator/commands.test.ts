// What the server reads of a signed command before it does anything with it.
import { expect } from "chai";
import { loadContracts } from "../../../server/chain/contracts.ts";
import { AppError } from "../../../server/errors/app-error.ts";
import { type CommandReader, createCommandReader } from "../../../server/validator/commands.ts";
import { cryptoRandomBytes, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  type Command,
  commands,
  REGISTRATIONS_PER_REQUEST,
} from "../../../wallet-web/shared/protocol/commands.ts";
import { signCommand } from "../../../wallet-web/shared/protocol/sign-command.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import { newId, newSigner } from "../../helpers/chain.ts";

const address = (byte: string) => `0x${byte.repeat(20)}` as const;

describe("CommandReader", () => {
  const deployment = {
    chainId: 1,
    ledger: address("11"),
    forwarder: address("22"),
    roles: address("33"),
    cards: address("34"),
  };
  let read: CommandReader;
  let signer: Signer;

  before(async () => {
    const { ledger, roles, cards } = loadContracts();
    const abis = { ledger: ledger.abi, roles: roles.abi, cards: cards.abi };
    read = createCommandReader({ deployment, ...abis });
    signer = await newSigner();
  });

  const sign = (command: Command, by = signer) =>
    signCommand({ deployment, signer: by, command, deadline: 1, random: cryptoRandomBytes });
  const codeOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return error instanceof AppError ? error.code : error;
    }
    return "taken";
  };
  const addTill = () => commands.addTill({ shopId: newId(), till: signer.address });

  it("takes what its sender signed", async () => {
    const { contract, name } = read(await sign(addTill()));

    expect([contract, name]).to.deep.equal(["ledger", "addTill"]);
  });

  it("refuses a command with another command's signature", async () => {
    const { request } = await sign(addTill());
    const { signature } = await sign(addTill());

    expect(codeOf(() => read({ request, signature }))).to.equal("signature-invalid");
  });

  it("refuses a command in another's name", async () => {
    const other = await newSigner();
    const signed = await sign(addTill(), { ...other, address: signer.address });

    expect(codeOf(() => read(signed))).to.equal("signer-mismatch");
  });

  it("refuses gas with which one small command would fill a transaction", async () => {
    const signed = await sign({ ...addTill(), gasLimit: 14_000_000 });

    expect(codeOf(() => read(signed))).to.equal("command-mismatch");
  });

  it("refuses what anyone may send for ever and changes nothing", async () => {
    const { roles } = loadContracts();
    const used = [newId(), 0, 0n, deployment.roles];
    const data = roles.abi.encodeFunctionData("useAct", used) as Hex;
    const useAct = { ...addTill(), to: "roles", data } as const;

    for (const command of [commands.expireBeneficiaries({ beneficiaryIds: [] }), useAct]) {
      const signed = await sign(command);
      expect(codeOf(() => read(signed))).to.equal("command-mismatch");
    }
  });

  it("takes the gas that the protocol's longest commands ask", async () => {
    const ids = Array.from({ length: REGISTRATIONS_PER_REQUEST }, newId);
    const long = [1, 2, 5, REGISTRATIONS_PER_REQUEST].flatMap((count) => [
      commands.expireBeneficiaries({ beneficiaryIds: ids.slice(0, count) }),
      commands.registerBeneficiaries({
        schemeId: newId(),
        registrations: ids
          .slice(0, count)
          .map((beneficiaryId) => ({ beneficiaryId, activationKey: signer.address })),
      }),
    ]);

    for (const command of long) expect(read(await sign(command)).contract).to.equal("ledger");
  });
});
