// What a link or a scan brought in, until its screen takes it. In memory only: a code is nowhere written down.
import type { PaymentRequestCode } from "../../shared/protocol/qr-payload.ts";
import { goTo, takeLinkValue } from "../../shared/router.ts";
import { createStore } from "../../shared/store.ts";
import type { ScanProblem } from "./scanned.ts";

/** The code of a letter, as it was typed, scanned or linked. */
export const letterCode = createStore<string | null>(null);

/** The code of a phone that wants to be added. */
export const phoneCode = createStore<string | null>(null);

/** What a shop's QR says; or what is wrong with it. */
export const shopRequest = createStore<
  { ok: true; code: PaymentRequestCode } | { ok: false; problem: ScanProblem } | null
>(null);

/** A shop's link, opened with the phone's own camera, before it is known which municipality is ours. */
export const shopLink = createStore<string | null>(null);

/** Takes a code or request out of the address, and out of the browser's history, and opens its screen. */
export function takeLink(): void {
  const code = takeLinkValue("code");
  if (code !== null) {
    letterCode.set(code);
    goTo(["activeren"], { replace: true });
  }
  const phone = takeLinkValue("telefoon");
  if (phone !== null) {
    phoneCode.set(phone);
    goTo(["telefoon-toevoegen"], { replace: true });
  }
  const link = `${location.origin}/family/${location.hash}`;
  if (takeLinkValue("betaal") !== null) {
    shopLink.set(link);
    goTo(["verzoek"], { replace: true });
  }
}
