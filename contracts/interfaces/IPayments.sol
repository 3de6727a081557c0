// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {P256Signature} from "../libraries/P256Signature.sol";

/// @title Payments: a family's signed cheque, checked by the ledger itself
/// @notice All amounts are euro cents. Whoever submits has no say: the signatures decide.
interface IPayments {
    /// @notice What a family's device signed.
    /// @param beneficiaryId Whose budget.
    /// @param shopId The one shop it is for (shop-bound), or zero for any admitted shop (open).
    /// @param maximumAmount Exact amount when shop-bound, highest amount when open.
    /// @param validAfter First second, Unix time, in which it is good.
    /// @param validBefore First second in which it no longer is.
    /// @param nonce The device's own number for it, from 1; used at most once, in any order.
    /// @param device Address of the key that signs.
    struct Authorisation {
        bytes16 beneficiaryId;
        bytes16 shopId;
        uint48 maximumAmount;
        uint40 validAfter;
        uint40 validBefore;
        uint32 nonce;
        address device;
    }

    /// @notice What a till adds to an open authorisation, and signs together with its digest.
    struct Charge {
        bytes16 shopId;
        uint48 amount;
    }

    /// @notice A shop-bound payment in a batch.
    struct ShopBoundPayment {
        Authorisation authorisation;
        P256Signature signature;
    }

    /// @notice An open payment in a batch.
    struct OpenPayment {
        Authorisation authorisation;
        P256Signature signature;
        Charge charge;
        P256Signature tillSignature;
    }

    /// @notice A payment was made.
    /// @param paymentId EIP-712 digest of the authorisation: one authorisation, one payment.
    /// @param till The till that charged; zero when the payment is shop-bound.
    event PaymentMade(
        bytes32 indexed paymentId,
        bytes16 indexed beneficiaryId,
        bytes16 indexed shopId,
        address till,
        address device,
        uint32 nonce,
        uint48 amount
    );
    /// @notice A payment in a batch was refused; the others went on. Anyone can submit an authorisation with a false
    /// signature, so this says something about the submission, not about the authorisation.
    /// @param reason The encoded error.
    event PaymentRefused(bytes32 indexed paymentId, bytes reason);

    /// @notice The authorisation is good from `validAfter` up to, and not including, `validBefore`.
    error AuthorisationNotInTime(uint40 validAfter, uint40 validBefore, uint40 timestamp);
    /// @notice The signature's key is not the one that the authorisation names.
    error DeviceMismatch(address expected, address actual);
    /// @notice Shop-bound where open is meant, or the other way round.
    error AuthorisationKindMismatch(bytes16 shopId);
    /// @notice The till asks more than the family authorised.
    error AmountAboveAuthorisation(uint48 requested, uint48 maximum);
    /// @notice The budget is smaller than the amount.
    error InsufficientBudget(bytes16 beneficiaryId, uint48 requested, uint48 available);
    /// @notice The device used this nonce before, or it is zero, or 56 or more below the highest used.
    /// @param nonce The nonce presented.
    /// @param highestNonce The highest nonce used so far.
    error NonceUsed(uint32 nonce, uint32 highestNonce);

    /// @notice Pays exactly the authorised amount to the authorised shop. Anyone may submit.
    function payShopBound(
        Authorisation calldata authorisation,
        P256Signature calldata signature
    ) external;

    /// @notice Pays what the till charges, up to the authorised amount. Anyone may submit.
    function payOpen(
        Authorisation calldata authorisation,
        P256Signature calldata signature,
        Charge calldata charge,
        P256Signature calldata tillSignature
    ) external;

    /// @notice Makes each shop-bound payment that can be made; the rest are named in `PaymentRefused`. Reverts as a
    /// whole only when it runs out of gas or its encoding is malformed.
    function payShopBoundBatch(ShopBoundPayment[] calldata batch) external;

    /// @notice Makes each open payment that can be made; the rest are named in `PaymentRefused`.
    function payOpenBatch(OpenPayment[] calldata batch) external;

    /// @notice EIP-712 digest of an authorisation, also the payment's id.
    function authorisationDigest(
        Authorisation calldata authorisation
    ) external view returns (bytes32);

    /// @notice EIP-712 digest of a charge on an authorisation.
    function chargeDigest(
        bytes32 authorisation,
        Charge calldata charge
    ) external view returns (bytes32);
}
