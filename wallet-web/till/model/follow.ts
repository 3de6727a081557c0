// Follows the server while the till is open, and keeps the shop's standing, payments and payouts up to date.
import type {
  LiveMessage,
  MyShopAnswer,
  PaymentAnswer,
  PaymentListAnswer,
  PayoutListAnswer,
} from "../../shared/api-types.ts";
import { dayKey } from "../../shared/dates.ts";
import { openLive } from "../../shared/live.ts";
import { ApiError } from "../../shared/problem.ts";
import { settlePending } from "./late.ts";
import { forgetShop, saveShop, shopIdOf, type Till } from "./till.ts";

const PAGE = 100;
/** A day has no more pages than this; older days come on request. */
const MOST_PAGES = 20;

/** Starts following; `onMessage` hears each message as well. Gives the function that stops it. */
export function followServer(till: Till, onMessage: (message: LiveMessage) => void): () => void {
  const refresh = () => void refreshAll(till);
  const live = openLive({ api: till.api, path: "/events", onConnected: refresh });
  const endState = live.state.follow((state) => till.isLive.set(state === "connected"));
  const endMessages = live.follow((message) => {
    take(till, message);
    onMessage(message);
  });
  const onVisible = () => {
    if (!document.hidden) refresh();
  };
  document.addEventListener("visibilitychange", onVisible);
  return () => {
    live.stop();
    endState();
    endMessages();
    till.isLive.set(false);
    document.removeEventListener("visibilitychange", onVisible);
  };
}

/** Everything anew; without a connection what is known stays. */
export async function refreshAll(till: Till): Promise<void> {
  try {
    await till.deployments.refresh();
    await refreshShop(till);
    await Promise.all([refreshPayments(till), refreshPayouts(till)]);
  } catch (error) {
    // What was accepted without a connection is sent first: it needs no right, and its refusal is the desk's to know.
    if (till.accepted.get().some(({ end }) => end.kind === "waiting")) return;
    // The server's own word, and no other trouble, makes a till forget its shop: a key that is gone doesn't come back.
    if (error instanceof ApiError && error.code === "till-removed") await forgetShop(till);
    // Else the banner says that there is no connection; the next one brings it all.
  }
}

export async function refreshShop(till: Till): Promise<void> {
  await saveShop(till, await till.api.get<MyShopAnswer>("/shops/mine"));
}

/** Today's payments, all of them, and as many older ones as come along. */
export async function refreshPayments(till: Till): Promise<void> {
  const today = dayKey(till.deployments.now());
  const found: PaymentAnswer[] = [];
  let before: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = new URLSearchParams({ shopId: shopIdOf(till), limit: String(PAGE) });
    if (before !== null) query.set("before", before);
    const answer: PaymentListAnswer = await till.api.get(`/payments?${query}`);
    found.push(...answer.payments);
    before = answer.next;
    const oldest = found.at(-1);
    if (before === null || !oldest || dayKey(oldest.paidAt) !== today) break;
  }
  for (const payment of found) settlePending(till, payment);
  till.payments.set(found);
}

export async function refreshPayouts(till: Till): Promise<void> {
  if (!till.shop.get()?.seesMoney) return till.payouts.set([]);
  const { payouts } = await till.api.get<PayoutListAnswer>(`/shops/${shopIdOf(till)}/payouts`);
  till.payouts.set(payouts);
}

/** Puts one payment in the list, new or as it now is. */
export function notePayment(till: Till, payment: PaymentAnswer): void {
  settlePending(till, payment);
  till.payments.update((payments) =>
    [payment, ...payments.filter((one) => one.paymentId !== payment.paymentId)].sort(
      (one, other) => other.paidAt - one.paidAt,
    ),
  );
}

function take(till: Till, message: LiveMessage): void {
  if (message.type === "payment" || message.type === "correction") {
    notePayment(till, message.payment);
    void refreshShop(till).catch(() => undefined);
  } else if (message.type === "shop" || message.type === "scheme") {
    void refreshAll(till);
  } else if (message.type === "payout") {
    till.payouts.update((payouts) => [
      message.payout,
      ...payouts.filter((one) => one.payoutId !== message.payout.payoutId),
    ]);
    void refreshShop(till).catch(() => undefined);
  }
}
