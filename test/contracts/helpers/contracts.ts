// The contracts' functions by name, as whoever calls them.
import type { BaseContract, ContractMethod, ContractRunner } from "ethers";

export type RolesFunction =
  | "offerRole"
  | "withdrawRoleOffer"
  | "acceptRole"
  | "withdrawRole"
  | "setSoleLimits"
  | "useAct"
  | "proposeAct"
  | "confirmAct"
  | "withdrawAct"
  | "proposalOf"
  | "PROPOSAL_LIFETIME"
  | "requireRole"
  | "holdsRole"
  | "grantRole"
  | "revokeRole"
  | "renounceRole"
  | "roleIdOf"
  | "roleDelay"
  | "OFFER_LIFETIME";

export type ForwarderFunction =
  | "execute"
  | "executeBatch"
  | "isNonceUsed"
  | "requestDigest"
  | "eip712Domain"
  | "solidityVerifier";

export type LedgerFunction =
  | "openScheme"
  | "fundScheme"
  | "withdrawFromScheme"
  | "pauseScheme"
  | "resumeScheme"
  | "closeScheme"
  | "schemeOf"
  | "conservationOf"
  | "withdrawableOf"
  | "registerBeneficiaries"
  | "topUp"
  | "freezeBeneficiary"
  | "unfreezeBeneficiary"
  | "closeBeneficiary"
  | "expireBeneficiaries"
  | "beneficiaryOf"
  | "reissueLoginCode"
  | "activate"
  | "addDevice"
  | "removeDevice"
  | "deviceOf"
  | "registerShop"
  | "replaceShopOwner"
  | "addTill"
  | "removeTill"
  | "moveTill"
  | "admitShop"
  | "suspendShop"
  | "resumeShop"
  | "proposeIban"
  | "confirmIban"
  | "shopOf"
  | "shopOfTill"
  | "shopAccountOf"
  | "payShopBound"
  | "payOpen"
  | "payShopBoundBatch"
  | "payOpenBatch"
  | "authorisationDigest"
  | "chargeDigest"
  | "refund"
  | "reversePayment"
  | "setMandate"
  | "openPayout"
  | "settlePayout"
  | "returnPayout"
  | "bookRepayment"
  | "mandateOf"
  | "payoutOf"
  | "eip712Domain"
  | "solidityVerifier";

export type CallsOf<Name extends string> = Record<Name, ContractMethod>;

/** A contract's functions, called by whoever is given. */
export function callsOf<Name extends string>(contract: BaseContract) {
  return (caller: ContractRunner) => contract.connect(caller) as unknown as CallsOf<Name>;
}
