// Gives back all or part of a payment, signed by this till. The same refund tried again is the same command, so it counts once.
import type { PaymentAnswer } from "../../shared/api-types.ts";
import { cryptoRandomBytes, type Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { type SignedRequest, signCommand } from "../../shared/protocol/sign-command.ts";
import { notePayment } from "./follow.ts";
import { type Till, tillKey } from "./till.ts";

const DEADLINE_SECONDS = 15 * 60;
const keptAs = (payment: PaymentAnswer) => `refund/${payment.paymentId}`;

type Kept = { amountCents: bigint; signed: SignedRequest };

export async function refund(
  till: Till,
  payment: PaymentAnswer,
  amountCents: bigint,
): Promise<PaymentAnswer> {
  const { database, deployments, openApi } = till;
  const kept = await database.read<Kept>(keptAs(payment));
  const isSame =
    kept?.amountCents === amountCents && kept.signed.request.deadline > deployments.now();
  const signed = isSame ? kept.signed : await sign(till, payment, amountCents);
  await database.write(keptAs(payment), { amountCents, signed } satisfies Kept);
  const refunded = await openApi.post<PaymentAnswer>("/refunds", signed);
  await database.remove(keptAs(payment));
  notePayment(till, refunded);
  return refunded;
}

async function sign(
  till: Till,
  payment: PaymentAnswer,
  amountCents: bigint,
): Promise<SignedRequest> {
  const [deployment, signer] = await Promise.all([till.deployments.get(), tillKey(till.database)]);
  return signCommand({
    deployment,
    signer,
    command: commands.refund({
      paymentId: payment.paymentId as Hex,
      beneficiaryId: payment.beneficiaryId as Hex,
      shopId: payment.shopId as Hex,
      amountCents,
    }),
    deadline: till.deployments.now() + DEADLINE_SECONDS,
    random: cryptoRandomBytes,
  });
}
