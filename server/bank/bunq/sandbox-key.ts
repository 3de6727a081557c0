// Gets a play-money company from a bunq sandbox, public or local; it must never be pointed at the production bank.

import { BankError } from "../bank-error.ts";
import type { Clock } from "../clock.ts";
import { expectAnswer } from "./answers.ts";
import { sandboxUserAnswer } from "./messages.ts";
import { type Fetch, sendCall } from "./transport.ts";

/**
 * The API key of a new company in the sandbox at `baseUrl`, with an empty account.
 *
 * @throws BankError when the sandbox doesn't answer as one.
 */
export async function makeSandboxCompanyKey(options: {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly newRequestId: () => string;
}): Promise<string> {
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  if (new URL(baseUrl).hostname === "api.bunq.com") {
    throw new BankError("refused", "Production has no sandbox companies.");
  }
  const { fetch, clock } = options;
  const reply = await sendCall(
    { fetch, clock, baseUrl, timeoutMs: 10_000, maxAnswerBytes: 1_000_000 },
    {
      method: "POST",
      path: "/sandbox-user-company",
      body: new TextEncoder().encode("{}"),
      requestId: options.newRequestId(),
      token: null,
      privateKeyPem: null,
      serverPublicKeyPem: null,
    },
  );
  return expectAnswer(sandboxUserAnswer, reply).Response[0].ApiKey.api_key;
}
