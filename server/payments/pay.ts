// Makes payments: checks the signatures' form, then lets the ledger decide. An authorisation that paid gets its first answer again.
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { P256Signature } from "../../wallet-web/shared/protocol/signer.ts";
import {
  type Authorisation,
  authorisationDigest,
  type Charge,
  chargeDigest,
  type Deployment,
  OPEN_SHOP,
} from "../../wallet-web/shared/protocol/typed-data.ts";
import { identify } from "../chain/command.ts";
import type { Outcome, Relay, RelayCommand } from "../chain/relay.ts";
import { AppError } from "../errors/app-error.ts";
import type { paymentBody } from "../http/schemas/family.ts";
import type { Database } from "../store/database.ts";
import { requireSigner } from "../validator/signatures.ts";
import { findPayment, type PaymentRow } from "./find.ts";
import type { PrepareClaim } from "./payment-request-claims.ts";
import type { TellRefusal } from "./refusals.ts";

export type PaymentInput = z.output<typeof paymentBody>;

/** `repeated`: an earlier call brought it, even one under way. A till believes that only of a charge of its own. */
export type Pay = (input: PaymentInput) => Promise<{ payment: PaymentRow; repeated: boolean }>;

/** What is to be paid where, whichever way it was signed. */
type Intent = { paymentId: Hex; shopId: Hex; amountCents: bigint; command: RelayCommand };

export function createPay(given: {
  database: Database;
  relay: Relay;
  deployment: Deployment;
  prepareClaim: PrepareClaim;
  tellRefusal: TellRefusal;
}): Pay {
  const { database, relay } = given;

  const refuse = async (
    intent: Intent,
    input: PaymentInput,
    outcome: Outcome & { state: "refused" },
  ) => {
    const first = await findPayment(database, intent.paymentId);
    const error = first ? usedFor(first) : new AppError(outcome.code, outcome.params);
    return given.tellRefusal({
      paymentId: intent.paymentId,
      refusalId: identify(given.deployment, intent.command).id,
      beneficiaryId: input.authorisation.beneficiaryId,
      device: input.authorisation.device,
      shopId: intent.shopId,
      amountCents: intent.amountCents,
      error,
    });
  };

  return async (input) => {
    const intent = readIntent(given.deployment, input);
    const first = await findPayment(database, intent.paymentId);
    if (first) {
      if (!isSame(first, intent)) throw usedFor(first);
      return { payment: first, repeated: true };
    }
    const claim = input.requestId
      ? await given.prepareClaim({ ...intent, requestId: input.requestId })
      : undefined;
    let isNew = false;
    const outcome = await relay.submit(intent.command, async (tx) => {
      await claim?.(tx);
      isNew = true;
    });
    if (outcome.state === "refused") throw await refuse(intent, input, outcome);
    const payment = await findPayment(database, intent.paymentId);
    if (!payment) throw new Error("an executed payment is not in the index");
    if (!isSame(payment, intent)) throw usedFor(payment);
    return { payment, repeated: !isNew };
  };
}

/** @throws {AppError} when parts are missing, or a signature isn't one by the key that it must be by. */
function readIntent(deployment: Deployment, input: PaymentInput): Intent {
  const { authorisation, signature, charge, tillSignature } = input;
  const isOpen = authorisation.shopId === OPEN_SHOP;
  const fits =
    isOpen === (charge !== undefined) &&
    isOpen === (tillSignature !== undefined) &&
    !(isOpen && input.requestId !== undefined);
  if (!fits) {
    throw new AppError("authorisation-kind-mismatch", { shopId: authorisation.shopId });
  }
  const paymentId = authorisationDigest(deployment, authorisation);
  requireSigner(paymentId, signature, authorisation.device);
  if (charge === undefined || tillSignature === undefined) {
    return {
      paymentId,
      shopId: authorisation.shopId,
      amountCents: authorisation.maximumAmountCents,
      command: { kind: "shop-bound", authorisation, signature },
    };
  }
  requireSigner(chargeDigest(deployment, paymentId, charge), tillSignature);
  return {
    paymentId,
    ...charge,
    command: openCommand({ authorisation, signature, charge, tillSignature }),
  };
}

function openCommand(parts: {
  authorisation: Authorisation;
  signature: P256Signature;
  charge: Charge;
  tillSignature: P256Signature;
}): RelayCommand {
  return { kind: "open", ...parts };
}

function isSame(payment: PaymentRow, intent: Intent): boolean {
  return (
    payment.shopId === intent.shopId &&
    payment.amountCents === intent.amountCents &&
    payment.kind === intent.command.kind
  );
}

/** Says what the authorisation paid, not where: the asker may be another shop. */
export function usedFor(payment: PaymentRow): AppError {
  return new AppError("authorisation-used", {
    paymentId: payment.paymentId,
    amountCents: String(payment.amountCents),
    paidAt: String(payment.paidAt),
  });
}
