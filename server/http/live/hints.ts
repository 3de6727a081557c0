// What each event of the chain means for a live screen: which things changed, and whose keys may see more or less than before.
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { ChainEvent } from "../../chain/events.ts";

/** A thing that changed; what it is now is read from the index when it is told. */
export type Hint =
  | { type: "payment" | "correction"; paymentId: Hex }
  | { type: "beneficiary"; beneficiaryId: Hex; onlyBalance: boolean }
  /** `till`: a key that was just taken away, and has to hear of it although the shop is no longer its own. */
  | { type: "shop"; shopId: Hex; till?: Hex }
  | { type: "payout"; payoutId: Hex }
  /** `everyone`: whether families and shops have to know too. */
  | { type: "scheme"; schemeId: Hex; everyone: boolean };

const beneficiary = (args: { beneficiaryId: Hex }, onlyBalance = false): Hint => ({
  type: "beneficiary",
  beneficiaryId: args.beneficiaryId,
  onlyBalance,
});
const shop = (args: { shopId: Hex }): Hint => ({ type: "shop", shopId: args.shopId });
const payout = (args: { payoutId: Hex }): Hint => ({ type: "payout", payoutId: args.payoutId });
const scheme = (args: { schemeId: Hex }, everyone = false): Hint => ({
  type: "scheme",
  schemeId: args.schemeId,
  everyone,
});

/** What changed, in the order of the events. */
export function hintsOf(event: ChainEvent): Hint[] {
  switch (event.name) {
    case "PaymentMade":
      return [{ type: "payment", paymentId: event.args.paymentId }, beneficiary(event.args, true)];
    case "PaymentRefunded":
    case "PaymentReversed":
      return [
        { type: "correction", paymentId: event.args.paymentId },
        beneficiary(event.args, true),
      ];
    case "BeneficiaryToppedUp":
    case "BeneficiaryFrozen":
    case "BeneficiaryUnfrozen":
    case "BeneficiaryClosed":
    case "BeneficiaryExpired":
    case "LoginCodeReissued":
    case "DeviceAdded":
    case "DeviceRemoved":
    case "CardLinked":
    case "CardBlocked":
    case "CardUnblocked":
    case "CardRemoved":
      return [beneficiary(event.args)];
    case "ShopRegistered":
    case "ShopOwnerReplaced":
    case "TillAdded":
      return [shop(event.args)];
    case "TillRemoved":
      return [{ type: "shop", shopId: event.args.shopId, till: event.args.till }];
    case "ShopAdmitted":
    case "ShopSuspended":
    case "ShopResumed":
    case "IbanProposed":
    case "IbanConfirmed":
    case "ShopRepaid":
      return [shop(event.args), scheme(event.args)];
    case "PayoutOpened":
    case "PayoutSettled":
    case "PayoutReturned":
      return [payout(event.args)];
    case "SchemeOpened":
    case "SchemePaused":
    case "SchemeResumed":
    case "SchemeClosed":
      return [scheme(event.args, true)];
    case "BeneficiaryRegistered":
    case "SchemeFunded":
    case "SchemeWithdrawn":
    case "MandateSet":
    case "RoleAccepted":
    case "RoleWithdrawn":
    case "ActProposed":
    case "ActConfirmed":
    case "ActWithdrawn":
    case "CardLimitsSet":
      return [scheme(event.args)];
    default:
      return [];
  }
}

/** Keys and things whose holders may see more, or less, from now on. */
export function touchedBy(event: ChainEvent): Hex[] {
  switch (event.name) {
    case "DeviceAdded":
    case "DeviceRemoved":
      return [event.args.device];
    case "LoginCodeReissued":
    case "BeneficiaryClosed":
      return [event.args.beneficiaryId];
    case "ShopRegistered":
      return [event.args.owner];
    case "ShopOwnerReplaced":
      return [event.args.owner, event.args.previous];
    case "TillAdded":
    case "TillRemoved":
      return [event.args.till];
    case "RoleAccepted":
    case "RoleWithdrawn":
      return [event.args.holder];
    default:
      return [];
  }
}
