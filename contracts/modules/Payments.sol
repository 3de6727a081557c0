// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IPayments} from "../interfaces/IPayments.sol";
import {BeneficiaryState, ShopState} from "../libraries/LedgerTypes.sol";
import {NonceWindow} from "../libraries/NonceWindow.sol";
import {P256Signature} from "../libraries/P256Signature.sol";
import {P256Verification} from "../P256Verification.sol";
import {Devices} from "./Devices.sol";
import {Shops} from "./Shops.sol";

/// @title Payments
abstract contract Payments is IPayments, Devices, Shops, EIP712, P256Verification {
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
        if (authorisation.shopId == 0) revert AuthorisationKindMismatch(authorisation.shopId);
        bytes32 paymentId = _verify(authorisation, signature);
        _pay(
            paymentId,
            authorisation,
            Charge(authorisation.shopId, authorisation.maximumAmount),
            address(0)
        );
    }

    /// @inheritdoc IPayments
    function payOpen(
        Authorisation calldata authorisation,
        P256Signature calldata signature,
        Charge calldata charge,
        P256Signature calldata tillSignature
    ) external {
        if (authorisation.shopId != 0) revert AuthorisationKindMismatch(authorisation.shopId);
        if (charge.amount > authorisation.maximumAmount) {
            revert AmountAboveAuthorisation(charge.amount, authorisation.maximumAmount);
        }
        bytes32 paymentId = _verify(authorisation, signature);
        address till = _recover(chargeDigest(paymentId, charge), tillSignature);
        _requireTill(till, charge.shopId);
        _pay(paymentId, authorisation, charge, till);
    }

    /// @inheritdoc IPayments
    function payShopBoundBatch(ShopBoundPayment[] calldata batch) external {
        for (uint256 i = 0; i < batch.length; ++i) {
            ShopBoundPayment calldata payment = batch[i];
            try this.payShopBound(payment.authorisation, payment.signature) {} catch (
                bytes memory reason
            ) {
                _refuse(i, payment.authorisation, reason);
            }
        }
    }

    /// @inheritdoc IPayments
    function payOpenBatch(OpenPayment[] calldata batch) external {
        for (uint256 i = 0; i < batch.length; ++i) {
            OpenPayment calldata payment = batch[i];
            try
                this.payOpen(
                    payment.authorisation,
                    payment.signature,
                    payment.charge,
                    payment.tillSignature
                )
            {} catch (bytes memory reason) {
                _refuse(i, payment.authorisation, reason);
            }
        }
    }

    /// @inheritdoc IPayments
    function authorisationDigest(
        Authorisation calldata authorisation
    ) public view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        AUTHORISATION_TYPEHASH,
                        authorisation.beneficiaryId,
                        authorisation.shopId,
                        authorisation.maximumAmount,
                        authorisation.validAfter,
                        authorisation.validBefore,
                        authorisation.nonce,
                        authorisation.device
                    )
                )
            );
    }

    /// @inheritdoc IPayments
    function chargeDigest(
        bytes32 authorisation,
        Charge calldata charge
    ) public view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(abi.encode(CHARGE_TYPEHASH, authorisation, charge.shopId, charge.amount))
            );
    }

    /// @dev In time and signed by the device that it names.
    function _verify(
        Authorisation calldata authorisation,
        P256Signature calldata signature
    ) private view returns (bytes32 paymentId) {
        if (
            block.timestamp < authorisation.validAfter ||
            block.timestamp >= authorisation.validBefore
        ) {
            revert AuthorisationNotInTime(
                authorisation.validAfter,
                authorisation.validBefore,
                uint40(block.timestamp)
            );
        }
        paymentId = authorisationDigest(authorisation);
        address signer = _recover(paymentId, signature);
        if (signer != authorisation.device) revert DeviceMismatch(authorisation.device, signer);
    }

    function _pay(
        bytes32 paymentId,
        Authorisation calldata authorisation,
        Charge memory charge,
        address till
    ) private {
        uint48 amount = charge.amount;
        if (amount == 0) revert AmountZero();

        // 1. The device is the beneficiary's, and the nonce is new.
        Beneficiary storage beneficiary = _beneficiaries[authorisation.beneficiaryId];
        _useDevice(beneficiary, authorisation);

        // 2. The scheme is open, in its period, and the shop is admitted to it.
        bytes16 schemeId = beneficiary.schemeId;
        Scheme storage scheme = _openScheme(schemeId);
        if (block.timestamp < scheme.startsAt || block.timestamp >= scheme.endsAt) {
            revert SchemeNotInPeriod(
                schemeId,
                scheme.startsAt,
                scheme.endsAt,
                uint40(block.timestamp)
            );
        }
        ShopAccount storage account = _accountIn(schemeId, charge.shopId, ShopState.Admitted);

        // 3. The budget is enough, and moves.
        uint48 balance = beneficiary.balance;
        if (amount > balance) {
            revert InsufficientBudget(authorisation.beneficiaryId, amount, balance);
        }
        unchecked {
            beneficiary.balance = balance - amount;
        }
        scheme.outstanding -= amount;
        _owe(scheme, account, _signed(amount));

        emit PaymentMade(
            paymentId,
            authorisation.beneficiaryId,
            charge.shopId,
            till,
            authorisation.device,
            authorisation.nonce,
            amount
        );
    }

    function _useDevice(
        Beneficiary storage beneficiary,
        Authorisation calldata authorisation
    ) private {
        Device memory device = _devices[authorisation.device];
        if (
            device.beneficiaryId != authorisation.beneficiaryId ||
            device.epoch != beneficiary.deviceEpoch ||
            device.epoch == 0
        ) revert DeviceNotLinked(authorisation.beneficiaryId, authorisation.device);
        if (beneficiary.state != BeneficiaryState.Active) {
            revert BeneficiaryNotUsable(authorisation.beneficiaryId, beneficiary.state);
        }
        (device.highestNonce, device.nonceWindow) = NonceWindow.use(
            device.highestNonce,
            device.nonceWindow,
            authorisation.nonce
        );
        _devices[authorisation.device] = device;
    }

    /// @dev A call that fails without a reason ran out of gas: then nobody was refused, and the whole batch must be
    /// sent again.
    function _refuse(
        uint256 index,
        Authorisation calldata authorisation,
        bytes memory reason
    ) private {
        if (reason.length == 0) revert PaymentOutOfGas(index);
        emit PaymentRefused(authorisationDigest(authorisation), reason);
    }
}
