// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {ICorrections} from "../interfaces/ICorrections.sol";
import {Reason, Role, ShopState} from "../libraries/LedgerTypes.sol";
import {Beneficiaries} from "./Beneficiaries.sol";
import {Shops} from "./Shops.sol";

/// @title Corrections
abstract contract Corrections is ICorrections, Beneficiaries, Shops {
    /// @inheritdoc ICorrections
    function refund(
        bytes32 paymentId,
        bytes16 beneficiaryId,
        bytes16 shopId,
        uint48 amount
    ) external {
        address till = _msgSender();
        _requireTill(till, shopId);
        (Scheme storage scheme, ShopAccount storage account, uint48 debtLimit) = _correctable(
            beneficiaryId,
            shopId
        );
        int56 owedAfter = account.owed - _signed(amount);
        if (owedAfter < -_signed(debtLimit)) {
            revert ShopDebtLimitExceeded(shopId, owedAfter, debtLimit);
        }
        _giveBack(scheme, account, beneficiaryId, amount);
        emit PaymentRefunded(paymentId, beneficiaryId, shopId, till, amount);
    }

    /// @inheritdoc ICorrections
    function reversePayment(
        bytes32 paymentId,
        bytes16 beneficiaryId,
        bytes16 shopId,
        uint48 amount,
        Reason reason
    ) external {
        _requireRole(_usableBeneficiary(beneficiaryId).schemeId, Role.Guardian);
        (Scheme storage scheme, ShopAccount storage account, ) = _correctable(
            beneficiaryId,
            shopId
        );
        if (account.owed < _signed(amount)) {
            revert ReversalAboveOwed(shopId, amount, account.owed);
        }
        _giveBack(scheme, account, beneficiaryId, amount);
        emit PaymentReversed(paymentId, beneficiaryId, shopId, _msgSender(), amount, reason);
    }

    /// @dev The scheme is open and not over, and the shop has an account in it, suspended or not.
    function _correctable(
        bytes16 beneficiaryId,
        bytes16 shopId
    )
        private
        view
        returns (Scheme storage scheme, ShopAccount storage account, uint48 debtLimit)
    {
        bytes16 schemeId = _usableBeneficiary(beneficiaryId).schemeId;
        scheme = _openScheme(schemeId);
        uint40 overAt = scheme.endsAt + scheme.grace;
        if (block.timestamp >= overAt) {
            revert SchemeIsOver(schemeId, overAt, uint40(block.timestamp));
        }
        account = _shopAccounts[_accountId(schemeId, shopId)];
        if (account.state == ShopState.None) {
            revert ShopNotAdmitted(schemeId, shopId, ShopState.None);
        }
        debtLimit = scheme.shopDebtLimit;
    }

    function _giveBack(
        Scheme storage scheme,
        ShopAccount storage account,
        bytes16 beneficiaryId,
        uint48 amount
    ) private {
        if (amount == 0) revert AmountZero();
        Beneficiary storage beneficiary = _beneficiaries[beneficiaryId];
        uint48 spent = beneficiary.granted - beneficiary.balance;
        if (amount > spent) revert CorrectionAboveSpent(beneficiaryId, amount, spent);
        beneficiary.balance += amount;
        scheme.spent -= amount;
        _owe(scheme, account, -_signed(amount));
    }
}
