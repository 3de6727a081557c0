// Each act that a person signs, as a call on the ledger, the roles or the cards contract. What the forwarder then checks is this text.
import { address, bytes, encodeCall, encodeCallWithTuples, uint } from "./abi.ts";
import type { Hex } from "./bytes.ts";
import { cardCommandsWith } from "./card-commands.ts";
import { type Command, COMMAND_GAS as GAS, roleCommands } from "./role-commands.ts";

export {
  ACTS,
  type ActName,
  type Command,
  ROLES,
  type RoleName,
  type SoleLimits,
  type Together,
} from "./role-commands.ts";

/** Reasons in the order of `LedgerTypes.Reason`. */
export const REASONS = [
  "unspecified",
  "new-in-household",
  "hardship",
  "correction",
  "lost-device",
  "moved-away",
  "suspected-misuse",
  "at-own-request",
  "dispute",
  "no-longer-eligible",
  "resolved",
  "malfunction",
] as const;
export type ReasonName = (typeof REASONS)[number];

/** The scheme id under which the framework-setter's own role is held. */
export const NO_SCHEME: Hex = `0x${"00".repeat(16)}`;

/** Terms of a scheme; amounts in cents, times in Unix seconds, delays in seconds. */
export type SchemeTerms = {
  startsAt: number;
  endsAt: number;
  graceSeconds: number;
  ibanDelaySeconds: number;
  amountPerBeneficiaryCents: bigint;
  shopDebtLimitCents: bigint;
};

/** What a treasurer lets the operator do; amounts in cents. */
export type Mandate = {
  operator: Hex;
  perPayoutCents: bigint;
  perDayCents: bigint;
  validUntil: number;
};

/** Registrations that fit in one request well below the gas a transaction may take (EIP-7825). */
export const REGISTRATIONS_PER_REQUEST = 50;

const GAS_PER_REGISTRATION = 120_000;
const reasonNumber = (reason: ReasonName) => uint(REASONS.indexOf(reason));
const onLedger = (data: Hex, gasLimit = GAS): Command => ({ to: "ledger", data, gasLimit });

/** Every command that people sign, by the name of the contract's function. */
export const commands = {
  ...roleCommands,
  ...cardCommandsWith(reasonNumber),
  openScheme: (a: { schemeId: Hex; terms: SchemeTerms }) =>
    onLedger(
      encodeCall("openScheme(bytes16,(uint40,uint40,uint32,uint32,uint48,uint48))", [
        bytes(a.schemeId),
        uint(a.terms.startsAt),
        uint(a.terms.endsAt),
        uint(a.terms.graceSeconds),
        uint(a.terms.ibanDelaySeconds),
        uint(a.terms.amountPerBeneficiaryCents),
        uint(a.terms.shopDebtLimitCents),
      ]),
    ),
  fundScheme: (a: { schemeId: Hex; amountCents: bigint; bankReference: Hex }) =>
    onLedger(
      encodeCall("fundScheme(bytes16,uint48,bytes32)", [
        bytes(a.schemeId),
        uint(a.amountCents),
        bytes(a.bankReference),
      ]),
    ),
  withdrawFromScheme: (a: { schemeId: Hex; amountCents: bigint; bankReference: Hex }) =>
    onLedger(
      encodeCall("withdrawFromScheme(bytes16,uint48,bytes32)", [
        bytes(a.schemeId),
        uint(a.amountCents),
        bytes(a.bankReference),
      ]),
    ),
  pauseScheme: (a: { schemeId: Hex; reason: ReasonName }) =>
    onLedger(encodeCall("pauseScheme(bytes16,uint8)", [bytes(a.schemeId), reasonNumber(a.reason)])),
  resumeScheme: (a: { schemeId: Hex; reason: ReasonName }) =>
    onLedger(
      encodeCall("resumeScheme(bytes16,uint8)", [bytes(a.schemeId), reasonNumber(a.reason)]),
    ),
  closeScheme: (a: { schemeId: Hex }) =>
    onLedger(encodeCall("closeScheme(bytes16)", [bytes(a.schemeId)])),
  registerBeneficiaries: (a: {
    schemeId: Hex;
    registrations: readonly { beneficiaryId: Hex; activationKey: Hex }[];
  }) =>
    onLedger(
      encodeCallWithTuples(
        "registerBeneficiaries(bytes16,(bytes16,address)[])",
        [bytes(a.schemeId)],
        a.registrations.map((one) => [bytes(one.beneficiaryId), address(one.activationKey)]),
      ),
      GAS + GAS_PER_REGISTRATION * a.registrations.length,
    ),
  topUp: (a: { beneficiaryId: Hex; amountCents: bigint; reason: ReasonName }) =>
    onLedger(
      encodeCall("topUp(bytes16,uint48,uint8)", [
        bytes(a.beneficiaryId),
        uint(a.amountCents),
        reasonNumber(a.reason),
      ]),
    ),
  freezeBeneficiary: (a: { beneficiaryId: Hex; reason: ReasonName }) =>
    onLedger(
      encodeCall("freezeBeneficiary(bytes16,uint8)", [
        bytes(a.beneficiaryId),
        reasonNumber(a.reason),
      ]),
    ),
  unfreezeBeneficiary: (a: { beneficiaryId: Hex; reason: ReasonName }) =>
    onLedger(
      encodeCall("unfreezeBeneficiary(bytes16,uint8)", [
        bytes(a.beneficiaryId),
        reasonNumber(a.reason),
      ]),
    ),
  closeBeneficiary: (a: { beneficiaryId: Hex; reason: ReasonName }) =>
    onLedger(
      encodeCall("closeBeneficiary(bytes16,uint8)", [
        bytes(a.beneficiaryId),
        reasonNumber(a.reason),
      ]),
    ),
  expireBeneficiaries: (a: { beneficiaryIds: readonly Hex[] }) =>
    onLedger(
      encodeCallWithTuples(
        "expireBeneficiaries(bytes16[])",
        [],
        a.beneficiaryIds.map((id) => [bytes(id)]),
      ),
      GAS + GAS_PER_REGISTRATION * a.beneficiaryIds.length,
    ),
  reissueLoginCode: (a: { beneficiaryId: Hex; activationKey: Hex }) =>
    onLedger(
      encodeCall("reissueLoginCode(bytes16,address)", [
        bytes(a.beneficiaryId),
        address(a.activationKey),
      ]),
    ),
  activate: (a: { beneficiaryId: Hex; device: Hex }) =>
    onLedger(encodeCall("activate(bytes16,address)", [bytes(a.beneficiaryId), address(a.device)])),
  addDevice: (a: { beneficiaryId: Hex; device: Hex }) =>
    onLedger(encodeCall("addDevice(bytes16,address)", [bytes(a.beneficiaryId), address(a.device)])),
  removeDevice: (a: { beneficiaryId: Hex; device: Hex }) =>
    onLedger(
      encodeCall("removeDevice(bytes16,address)", [bytes(a.beneficiaryId), address(a.device)]),
    ),
  registerShop: (a: { shopId: Hex }) =>
    onLedger(encodeCall("registerShop(bytes16)", [bytes(a.shopId)])),
  replaceShopOwner: (a: { shopId: Hex; owner: Hex }) =>
    onLedger(encodeCall("replaceShopOwner(bytes16,address)", [bytes(a.shopId), address(a.owner)])),
  addTill: (a: { shopId: Hex; till: Hex }) =>
    onLedger(encodeCall("addTill(bytes16,address)", [bytes(a.shopId), address(a.till)])),
  removeTill: (a: { shopId: Hex; till: Hex }) =>
    onLedger(encodeCall("removeTill(bytes16,address)", [bytes(a.shopId), address(a.till)])),
  moveTill: (a: { till: Hex }) => onLedger(encodeCall("moveTill(address)", [address(a.till)])),
  admitShop: (a: { schemeId: Hex; shopId: Hex; ibanCommitment: Hex }) =>
    onLedger(
      encodeCall("admitShop(bytes16,bytes16,bytes32)", [
        bytes(a.schemeId),
        bytes(a.shopId),
        bytes(a.ibanCommitment),
      ]),
    ),
  suspendShop: (a: { schemeId: Hex; shopId: Hex; reason: ReasonName }) =>
    onLedger(
      encodeCall("suspendShop(bytes16,bytes16,uint8)", [
        bytes(a.schemeId),
        bytes(a.shopId),
        reasonNumber(a.reason),
      ]),
    ),
  resumeShop: (a: { schemeId: Hex; shopId: Hex; reason: ReasonName }) =>
    onLedger(
      encodeCall("resumeShop(bytes16,bytes16,uint8)", [
        bytes(a.schemeId),
        bytes(a.shopId),
        reasonNumber(a.reason),
      ]),
    ),
  proposeIban: (a: { schemeId: Hex; shopId: Hex; ibanCommitment: Hex }) =>
    onLedger(
      encodeCall("proposeIban(bytes16,bytes16,bytes32)", [
        bytes(a.schemeId),
        bytes(a.shopId),
        bytes(a.ibanCommitment),
      ]),
    ),
  confirmIban: (a: { schemeId: Hex; shopId: Hex; ibanCommitment: Hex }) =>
    onLedger(
      encodeCall("confirmIban(bytes16,bytes16,bytes32)", [
        bytes(a.schemeId),
        bytes(a.shopId),
        bytes(a.ibanCommitment),
      ]),
    ),
  refund: (a: { paymentId: Hex; beneficiaryId: Hex; shopId: Hex; amountCents: bigint }) =>
    onLedger(
      encodeCall("refund(bytes32,bytes16,bytes16,uint48)", [
        bytes(a.paymentId),
        bytes(a.beneficiaryId),
        bytes(a.shopId),
        uint(a.amountCents),
      ]),
    ),
  reversePayment: (a: {
    paymentId: Hex;
    beneficiaryId: Hex;
    shopId: Hex;
    amountCents: bigint;
    reason: ReasonName;
  }) =>
    onLedger(
      encodeCall("reversePayment(bytes32,bytes16,bytes16,uint48,uint8)", [
        bytes(a.paymentId),
        bytes(a.beneficiaryId),
        bytes(a.shopId),
        uint(a.amountCents),
        reasonNumber(a.reason),
      ]),
    ),
  setMandate: (a: { schemeId: Hex; mandate: Mandate }) =>
    onLedger(
      encodeCall("setMandate(bytes16,(address,uint48,uint48,uint40))", [
        bytes(a.schemeId),
        address(a.mandate.operator),
        uint(a.mandate.perPayoutCents),
        uint(a.mandate.perDayCents),
        uint(a.mandate.validUntil),
      ]),
    ),
  openPayout: (a: { schemeId: Hex; shopId: Hex; payoutId: Hex; amountCents: bigint }) =>
    onLedger(
      encodeCall("openPayout(bytes16,bytes16,bytes16,uint48)", [
        bytes(a.schemeId),
        bytes(a.shopId),
        bytes(a.payoutId),
        uint(a.amountCents),
      ]),
    ),
  bookRepayment: (a: { schemeId: Hex; shopId: Hex; amountCents: bigint; bankReference: Hex }) =>
    onLedger(
      encodeCall("bookRepayment(bytes16,bytes16,uint48,bytes32)", [
        bytes(a.schemeId),
        bytes(a.shopId),
        uint(a.amountCents),
        bytes(a.bankReference),
      ]),
    ),
  settlePayout: (a: { payoutId: Hex; bankReference: Hex }) =>
    onLedger(
      encodeCall("settlePayout(bytes16,bytes32)", [bytes(a.payoutId), bytes(a.bankReference)]),
    ),
  returnPayout: (a: { payoutId: Hex; bankReason: Hex }) =>
    onLedger(encodeCall("returnPayout(bytes16,bytes4)", [bytes(a.payoutId), bytes(a.bankReason)])),
};
