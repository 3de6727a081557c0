// The bank's promise to call: asked for once, and never a reason to stop paying.
import { expect } from "chai";
import pino from "pino";
import { BankError } from "../../../server/bank/bank-error.ts";
import { createCallbackRegistration } from "../../../server/payouts/callback-registration.ts";

const log = pino({ level: "silent" });
const url = "https://kindpakket.example/api/v1/bank/callbacks/bunq";

describe("Callback registration", () => {
  let asked: string[];
  let nowMs: number;
  let failure: Error | null;
  const register = () =>
    createCallbackRegistration({
      bank: {
        registerCallback: async (given) => {
          asked.push(given);
          if (failure) throw failure;
        },
        parseCallback: () => null,
      },
      url,
      now: () => nowMs,
      log,
    });

  beforeEach(() => {
    asked = [];
    nowMs = 0;
    failure = null;
  });

  it("asks once", async () => {
    const ask = register();
    await ask();
    nowMs += 3_600_000;
    await ask();

    expect(asked).to.deep.equal([url]);
  });

  it("asks again ten minutes after the bank did not answer, and not sooner", async () => {
    failure = new BankError("unreachable", "the bank is away");
    const ask = register();
    await ask();
    nowMs = 599_999;
    await ask();
    expect(asked).to.have.length(1);

    nowMs = 600_000;
    await ask();

    expect(asked).to.have.length(2);
  });

  it("does not hide a fault of our own", async () => {
    failure = new TypeError("ours");
    let thrown: unknown;
    try {
      await register()();
    } catch (cause) {
      thrown = cause;
    }
    expect(thrown).to.equal(failure);
  });
});
