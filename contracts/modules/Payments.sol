// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {IPayments} from "../interfaces/IPayments.sol";
import {P256Signature} from "../libraries/P256Signature.sol";
import {P256Verification} from "../P256Verification.sol";
import {Spending} from "./Spending.sol";

/// @title Payments
abstract contract Payments is Spending, EIP712, P256Verification {
    bytes32 private constant AUTHORISATION_TYPEHASH =
        keccak256(
            "PaymentAuthorisation(bytes16 beneficiaryId,bytes16 shopId,uint48 maximumAmount,"
            "uint40 validAfter,uint40 validBefore,uint32 nonce,address device)"
        );
    bytes32 private constant CHARGE_TYPEHASH =
        keccak256("Charge(bytes32 authorisation,bytes16 shopId,uint48 amount)");

    /// @inheritdoc IPayments
    function payShopBound(
        Authorisation calldata authorisation,
        P256Signature calldata signature
    ) external {
        (, bytes memory refusal) = _payShopBound(authorisation, signature);
        if (refusal.length != 0) LowLevelCall.bubbleRevert(refusal);
    }

    /// @inheritdoc IPayments
    function payOpen(
        Authorisation calldata authorisation,
        P256Signature calldata signature,
        Charge calldata charge,
        P256Signature calldata tillSignature
    ) external {
        (, bytes memory refusal) = _payOpen(authorisation, signature, charge, tillSignature);
        if (refusal.length != 0) LowLevelCall.bubbleRevert(refusal);
    }

    /// @inheritdoc IPayments
    function payShopBoundBatch(ShopBoundPayment[] calldata batch) external {
        for (uint256 i = 0; i < batch.length; ++i) {
            ShopBoundPayment calldata payment = batch[i];
            (bytes32 paymentId, bytes memory refusal) = _payShopBound(
                payment.authorisation,
                payment.signature
            );
            if (refusal.length != 0) emit PaymentRefused(paymentId, refusal);
        }
    }

    /// @inheritdoc IPayments
    function payOpenBatch(OpenPayment[] calldata batch) external {
        for (uint256 i = 0; i < batch.length; ++i) {
            OpenPayment calldata payment = batch[i];
            (bytes32 paymentId, bytes memory refusal) = _payOpen(
                payment.authorisation,
                payment.signature,
                payment.charge,
                payment.tillSignature
            );
            if (refusal.length != 0) emit PaymentRefused(paymentId, refusal);
        }
    }

    /// @inheritdoc IPayments
    function authorisationDigest(
        Authorisation calldata authorisation
    ) public view returns (bytes32) {
        return _hashTypedDataV4(_structHash(authorisation));
    }

    /// @inheritdoc IPayments
    function chargeDigest(
        bytes32 authorisation,
        Charge calldata charge
    ) external view returns (bytes32) {
        return _chargeDigest(authorisation, charge.shopId, charge.amount);
    }

    function _chargeDigest(
        bytes32 paymentId,
        bytes16 shopId,
        uint48 amount
    ) private view returns (bytes32) {
        return
            _hashTypedDataV4(keccak256(abi.encode(CHARGE_TYPEHASH, paymentId, shopId, amount)));
    }

    /// @dev EIP-712 wants an authorisation's words in the order in which they stand in calldata, so they are hashed as
    /// they are. Decoding and encoding them again would cost 650 gas a payment (see the gas snapshot).
    /// Whoever pays on it must read each field: Solidity then refuses a malformed word.
    function _structHash(
        Authorisation calldata authorisation
    ) private pure returns (bytes32 structHash) {
        bytes32 typeHash = AUTHORISATION_TYPEHASH;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, typeHash)
            calldatacopy(add(words, 0x20), authorisation, 0xe0)
            structHash := keccak256(words, 0x100)
        }
    }

    function _payShopBound(
        Authorisation calldata authorisation,
        P256Signature calldata signature
    ) private returns (bytes32 paymentId, bytes memory refusal) {
        paymentId = authorisationDigest(authorisation);
        bytes16 shopId = authorisation.shopId;
        if (shopId == 0) {
            return (paymentId, _refusal(AuthorisationKindMismatch.selector, _word(shopId)));
        }
        address device;
        (device, refusal) = _verify(paymentId, authorisation, signature);
        if (refusal.length != 0) return (paymentId, refusal);
        refusal = _spend(
            Purchase({
                paymentId: paymentId,
                beneficiaryId: authorisation.beneficiaryId,
                shopId: shopId,
                till: address(0),
                device: device,
                nonce: authorisation.nonce,
                amount: authorisation.maximumAmount
            })
        );
    }

    function _payOpen(
        Authorisation calldata authorisation,
        P256Signature calldata signature,
        Charge calldata charge,
        P256Signature calldata tillSignature
    ) private returns (bytes32 paymentId, bytes memory refusal) {
        paymentId = authorisationDigest(authorisation);
        bytes16 shopId = authorisation.shopId;
        if (shopId != 0) {
            refusal = _refusal(AuthorisationKindMismatch.selector, _word(shopId));
            return (paymentId, refusal);
        }
        uint48 amount = charge.amount;
        uint48 maximum = authorisation.maximumAmount;
        if (amount > maximum) {
            refusal = _refusal(AmountAboveAuthorisation.selector, amount, maximum);
            return (paymentId, refusal);
        }
        shopId = charge.shopId;
        address device;
        (device, refusal) = _verify(paymentId, authorisation, signature);
        if (refusal.length != 0) return (paymentId, refusal);
        (address till, bool valid) = _tryRecover(
            _chargeDigest(paymentId, shopId, amount),
            tillSignature
        );
        if (!valid) {
            refusal = _refusal(InvalidSignature.selector, _word(till));
            return (paymentId, refusal);
        }
        if (shopId == 0 || _tills[till] != shopId) {
            refusal = _refusal(TillUnknown.selector, _word(till), _word(shopId));
            return (paymentId, refusal);
        }
        refusal = _spend(
            Purchase({
                paymentId: paymentId,
                beneficiaryId: authorisation.beneficiaryId,
                shopId: shopId,
                till: till,
                device: device,
                nonce: authorisation.nonce,
                amount: amount
            })
        );
    }

    /// @dev In time and signed by the device that it names; of a card the cards contract has seen to the signatures.
    function _verify(
        bytes32 paymentId,
        Authorisation calldata authorisation,
        P256Signature calldata signature
    ) private view returns (address device, bytes memory refusal) {
        uint40 validAfter = authorisation.validAfter;
        uint40 validBefore = authorisation.validBefore;
        if (block.timestamp < validAfter || block.timestamp >= validBefore) {
            bytes4 selector = AuthorisationNotInTime.selector;
            return (device, _refusal(selector, validAfter, validBefore, block.timestamp));
        }
        device = authorisation.device;
        if (msg.sender == cards) return (device, refusal);
        (address signer, bool valid) = _tryRecover(paymentId, signature);
        if (!valid) refusal = _refusal(InvalidSignature.selector, _word(signer));
        else if (signer != device) {
            refusal = _refusal(DeviceMismatch.selector, _word(device), _word(signer));
        }
    }
}
