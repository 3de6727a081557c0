// Follows the server while the app is open: live messages, and a fresh look whenever the connection is new.
import type { LiveMessage, PaymentAnswer } from "../../shared/api-types.ts";
import { openLive } from "../../shared/live.ts";
import { loadSentences } from "../../shared/problem.ts";
import type { Child } from "./child.ts";
import type { Family } from "./family.ts";
import { noteBalance, notePayment, refreshChildren, refreshHistory } from "./refresh.ts";

/** What a family is told when it happens elsewhere. */
type News = {
  /** Another phone of the family paid, or its printed card. */
  onOtherPayment: (payment: PaymentAnswer) => void;
  /** A shop or the municipality gave this much back. */
  onBack: (amountCents: bigint) => void;
  /** The municipality lets this child's budget be spent again. */
  onFree: (child: Child) => void;
};

/** Starts following; gives the function that stops it. */
export function followServer(family: Family, news: News): () => void {
  const refresh = () => void refreshAll(family);
  const live = openLive({ api: family.api, path: "/events", onConnected: refresh });
  const endState = live.state.follow((state) => family.isLive.set(state === "connected"));
  const endMessages = live.follow((message) => take(family, message, news));
  const onVisible = () => {
    if (!document.hidden) refresh();
  };
  document.addEventListener("visibilitychange", onVisible);
  return () => {
    live.stop();
    endState();
    endMessages();
    family.isLive.set(false);
    document.removeEventListener("visibilitychange", onVisible);
  };
}

/** The municipality did something with a budget, or a phone came or went. */
async function lookAgain(family: Family, news: News): Promise<void> {
  const before = family.children.get();
  try {
    await refreshChildren(family);
  } catch {
    return; // The next connection brings it.
  }
  for (const child of family.children.get()) {
    const was = before.find((one) => one.beneficiaryId === child.beneficiaryId);
    if (was?.budget?.state === "frozen" && child.budget?.state === "active") news.onFree(child);
  }
}

/** Everything anew; without a connection what is known stays. */
export async function refreshAll(family: Family): Promise<void> {
  try {
    await family.deployments.refresh();
    await refreshChildren(family);
    await refreshHistory(family);
    showResult(family);
  } catch {
    // The banner says that there is no connection; the next one brings it all.
  }
}

function take(family: Family, message: LiveMessage, news: News): void {
  if (message.type === "correction") {
    notePayment(family, message.payment);
    const last = message.payment.corrections.at(-1);
    if (last) news.onBack(BigInt(last.amountCents));
  } else if (message.type === "payment") {
    const { payment } = message;
    notePayment(family, payment);
    if (payment.balanceAfterCents !== null) {
      noteBalance(family, payment.beneficiaryId, BigInt(payment.balanceAfterCents));
    }
    if (!family.signed.has(payment.paymentId)) news.onOtherPayment(payment);
    showResult(family);
  } else if (message.type === "payment-refused") {
    if (!family.signed.has(message.paymentId)) return;
    const { paymentId, code } = message;
    void loadSentences().then(() => family.refused.set({ paymentId, code }));
  } else if (message.type === "beneficiary") {
    noteBalance(family, message.beneficiaryId, BigInt(message.balanceCents));
    if (!message.onlyBalance) void lookAgain(family, news);
  } else if (message.type === "access") {
    void lookAgain(family, news);
  } else if (message.type === "scheme") {
    void refreshAll(family);
  }
}

/** Shows the result of a payment that this phone signed, once, however it was heard of. */
export function showResult(family: Family): void {
  for (const payment of Object.values(family.history.get()).flat()) {
    if (!family.signed.takeResult(payment.paymentId)) continue;
    family.refused.set(null);
    family.paid.set(payment);
  }
}
