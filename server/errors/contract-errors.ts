// Which code each contract error becomes, and under which names its numbers travel. Amounts end in Cents, times in At.
import type { ErrorCode } from "./table.ts";

/** The code, and for each argument of the error that is told its name in the answer; others are left out. */
export type ContractErrorMapping = { code: ErrorCode; params: Record<string, string> };

const same = (...names: string[]) => Object.fromEntries(names.map((name) => [name, name]));
const cents = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, `${name}Cents`]));
const at = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `${name}At`]));
const to = (code: ErrorCode, ...params: Record<string, string>[]): ContractErrorMapping => ({
  code,
  params: Object.assign({}, ...params),
});

/** Every custom error in the ABI of the ledger, the roles and the cards contract and the forwarder. */
export const contractErrors: Readonly<Record<string, ContractErrorMapping>> = {
  // Payments
  InsufficientBudget: to(
    "insufficient-budget",
    same("beneficiaryId"),
    cents("requested", "available"),
  ),
  AuthorisationNotInTime: to(
    "authorisation-not-in-time",
    same("validAfter", "validBefore"),
    at("timestamp"),
  ),
  NonceUsed: to("authorisation-used", same("nonce", "highestNonce")),
  AuthorisationKindMismatch: to("authorisation-kind-mismatch", same("shopId")),
  AmountAboveAuthorisation: to("amount-above-authorisation", cents("requested", "maximum")),
  AmountZero: to("amount-zero"),
  DeviceMismatch: to("signer-mismatch", same("expected", "actual")),
  // Beneficiaries and devices
  BeneficiaryExists: to("beneficiary-exists", same("beneficiaryId")),
  BeneficiaryNotUsable: to("beneficiary-not-usable", same("beneficiaryId", "state")),
  LoginCodeInvalid: to("login-code-invalid", same("beneficiaryId", "activationKey")),
  DeviceNotLinked: to("device-not-linked", same("beneficiaryId", "device")),
  DeviceTaken: to("device-taken", same("device")),
  TooManyDevices: to("too-many-devices", same("beneficiaryId", "limit")),
  // Cards
  CardsNotAllowed: to("cards-not-allowed", same("schemeId")),
  CardNotLinked: to("card-unknown", same("beneficiaryId", "card")),
  CardIsBlocked: to("card-blocked", same("beneficiaryId", "card")),
  CardPaymentLimitExceeded: to("card-payment-limit", cents("requested", "limit")),
  CardDayLimitExceeded: to("card-day-limit", cents("requested", "left", "limit")),
  CoSignatureInvalid: to("co-signature-invalid", same("expected", "actual")),
  CoSignerNotReady: to("co-signer-not-ready", same("candidate", "readyAt"), at("timestamp")),
  // Corrections
  CorrectionAboveSpent: to(
    "correction-above-spent",
    same("beneficiaryId"),
    cents("requested", "spent"),
  ),
  ShopDebtLimitExceeded: to(
    "shop-debt-limit-exceeded",
    same("shopId"),
    cents("owedAfter", "limit"),
  ),
  ReversalAboveOwed: to("reversal-above-owed", same("shopId"), cents("requested", "owed")),
  SchemeIsOver: to("scheme-is-over", same("schemeId", "overAt"), at("timestamp")),
  // Schemes
  SchemeUnknown: to("scheme-unknown", same("schemeId")),
  SchemeExists: to("scheme-exists", same("schemeId")),
  SchemeTermsInvalid: to("scheme-terms-invalid"),
  SchemeNotInPeriod: to(
    "scheme-not-in-period",
    same("schemeId", "startsAt", "endsAt"),
    at("timestamp"),
  ),
  SchemeIsPaused: to("scheme-paused", same("schemeId")),
  SchemeNotPaused: to("scheme-not-paused", same("schemeId")),
  SchemeIsClosed: to("scheme-closed", same("schemeId")),
  SchemeNotOver: to("scheme-not-over", same("schemeId", "overAt"), at("timestamp")),
  SchemeNotEmpty: to("scheme-not-empty", same("schemeId")),
  BankReferenceUsed: to("bank-reference-used", same("schemeId", "bankReference")),
  InsufficientFunds: to("insufficient-funds", same("schemeId"), cents("requested", "available")),
  // Shops and tills
  ShopExists: to("shop-exists", same("shopId")),
  ShopUnknown: to("shop-unknown", same("shopId")),
  NotShopOwner: to("not-shop-owner", same("shopId")),
  ShopNotAdmitted: to("shop-not-admitted", same("schemeId", "shopId", "state")),
  ShopAlreadyAdmitted: to("shop-already-admitted", same("schemeId", "shopId")),
  TillTaken: to("till-taken", same("till", "shopId")),
  TillUnknown: to("till-unknown", same("till", "shopId")),
  IbanNotProposed: to("iban-not-proposed", same("schemeId", "shopId")),
  IbanNotReady: to("iban-not-ready", same("readyAt"), at("timestamp")),
  // Payouts
  PayoutExists: to("payout-exists", same("payoutId")),
  PayoutNotInState: to("payout-not-in-state", same("payoutId", "state")),
  NotPayoutOperator: to("not-payout-operator", same("schemeId")),
  MandateExpired: to("mandate-expired", same("schemeId", "validUntil"), at("timestamp")),
  MandateExceededPerPayout: to(
    "mandate-exceeded-per-payout",
    same("schemeId"),
    cents("requested", "ceiling"),
  ),
  MandateExceededPerDay: to(
    "mandate-exceeded-per-day",
    same("schemeId"),
    cents("requested", "left"),
  ),
  RepaymentAboveDebt: to("repayment-above-debt", same("shopId"), cents("requested", "highest")),
  PayoutAboveOwed: to("payout-above-owed", same("shopId"), cents("requested", "owed")),
  // Roles
  RoleNotGrantable: to("role-not-grantable", same("schemeId", "role")),
  RoleNotOffered: to("role-not-offered", same("schemeId", "role", "candidate")),
  RoleOfferNotOpen: to("role-offer-not-open", same("readyAt", "expiresAt"), at("timestamp")),
  RoleNotHeld: to("role-not-held", same("schemeId", "role", "holder")),
  LastAdmin: to("last-admin"),
  ActNeedsTwo: to("act-needs-two", same("schemeId", "act", "amount", "limit")),
  ActNeedsAnother: to("act-needs-another", same("callId", "proposer")),
  ActAlreadyProposed: to("act-already-proposed", same("callId", "proposer")),
  ActNotProposed: to("act-not-proposed", same("schemeId", "callId")),
  AddressEmptyCode: to("command-mismatch"),
  FailedCall: to("transaction-failed"),
  InsufficientBalance: to("transaction-failed"),
  ActUnknown: to("command-mismatch", same("schemeId", "selector")),
  SoleLimitsFixed: to("sole-limits-fixed", same("schemeId")),
  ZeroAddress: to("zero-address"),
  AccessControlUnauthorizedAccount: to("role-missing", same("account")),
  AccessControlBadConfirmation: to("role-missing"),
  // Forwarder and signatures
  InvalidSignature: to("signature-invalid", same("signer")),
  SignerMismatch: to("signer-mismatch", same("expected", "actual")),
  RequestExpired: to("request-expired", same("deadline"), at("timestamp")),
  RequestNonceUsed: to("request-used", same("from", "nonce")),
  ForwardedGasTooLow: to("gas-too-low", same("required", "available")),
  CallFailedSilently: to("transaction-failed"),
  MissingPrecompile: to("transaction-failed"),
  InvalidShortString: to("transaction-failed"),
  StringTooLong: to("transaction-failed"),
};
