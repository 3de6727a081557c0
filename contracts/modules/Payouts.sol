// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {IPayouts} from "../interfaces/IPayouts.sol";
import {PayoutState, Role, ShopState} from "../libraries/LedgerTypes.sol";
import {Shops} from "./Shops.sol";

/// @title Payouts
abstract contract Payouts is IPayouts, Shops {
    struct Payout {
        bytes16 schemeId;
        uint48 amount;
        PayoutState state;
        bytes16 shopId;
    }

    struct MandateUse {
        Mandate mandate;
        uint24 day;
        uint48 usedOnDay;
    }

    mapping(bytes16 payoutId => Payout) private _payouts;
    mapping(bytes16 schemeId => MandateUse) private _mandates;

    /// @inheritdoc IPayouts
    function setMandate(
        bytes16 schemeId,
        Mandate calldata mandate
    ) external onlyHolder(schemeId, Role.Treasurer) {
        _knownScheme(schemeId);
        _mandates[schemeId].mandate = mandate;
        emit MandateSet(
            schemeId,
            mandate.operator,
            mandate.perPayout,
            mandate.perDay,
            mandate.validUntil
        );
    }

    /// @inheritdoc IPayouts
    function openPayout(
        bytes16 schemeId,
        bytes16 shopId,
        bytes16 payoutId,
        uint48 amount
    ) external {
        // 1. The sender may: the treasurer any amount, the operator what the mandate allows.
        if (amount == 0) revert AmountZero();
        Scheme storage scheme = _knownScheme(schemeId);
        if (scheme.paused) revert SchemeIsPaused(schemeId);
        ShopAccount storage account = _shopAccounts[_accountId(schemeId, shopId)];
        address sender = _msgSender();
        if (!_holdsRole(schemeId, Role.Treasurer)) {
            _accountIn(schemeId, shopId, ShopState.Admitted);
            _useMandate(schemeId, sender, amount);
        }

        // 2. The shop is owed it, and the payout is new.
        if (account.owed < _signed(amount)) {
            revert PayoutAboveOwed(shopId, amount, account.owed);
        }
        if (_payouts[payoutId].state != PayoutState.None) revert PayoutExists(payoutId);

        // 3. Owed → in payout.
        _payouts[payoutId] = Payout(schemeId, amount, PayoutState.Opened, shopId);
        account.inPayout += amount;
        scheme.inPayout += amount;
        _owe(scheme, account, -_signed(amount));
        emit PayoutOpened(payoutId, schemeId, shopId, amount, account.ibanCommitment, sender);
    }

    /// @inheritdoc IPayouts
    function settlePayout(bytes16 payoutId, bytes32 bankReference) external {
        Payout storage payout = _handledPayout(payoutId);
        if (payout.state != PayoutState.Opened) revert PayoutNotInState(payoutId, payout.state);
        payout.state = PayoutState.Settled;
        (Scheme storage scheme, ShopAccount storage account, uint48 amount) = _booksOf(payout);
        account.inPayout -= amount;
        scheme.inPayout -= amount;
        scheme.paidOut += amount;
        emit PayoutSettled(payoutId, bankReference);
    }

    /// @inheritdoc IPayouts
    function returnPayout(bytes16 payoutId, bytes4 bankReason) external {
        Payout storage payout = _handledPayout(payoutId);
        if (payout.state != PayoutState.Opened && payout.state != PayoutState.Settled) {
            revert PayoutNotInState(payoutId, payout.state);
        }
        bool afterSettlement = payout.state == PayoutState.Settled;
        (Scheme storage scheme, ShopAccount storage account, uint48 amount) = _booksOf(payout);
        payout.state = PayoutState.Returned;
        if (afterSettlement) {
            if (amount > scheme.paidOut) {
                revert InsufficientFunds(payout.schemeId, amount, scheme.paidOut);
            }
            scheme.paidOut -= amount;
        } else {
            scheme.inPayout -= amount;
            account.inPayout -= amount;
        }
        _owe(scheme, account, _signed(amount));
        emit PayoutReturned(payoutId, bankReason, afterSettlement);
    }

    /// @inheritdoc IPayouts
    function bookRepayment(
        bytes16 schemeId,
        bytes16 shopId,
        uint48 amount,
        bytes32 bankReference
    ) external onlyHolder(schemeId, Role.Treasurer) {
        if (amount == 0) revert AmountZero();
        Scheme storage scheme = _knownScheme(schemeId);
        ShopAccount storage account = _shopAccounts[_accountId(schemeId, shopId)];
        uint48 debt = _debtOf(account.owed);
        uint48 highest = debt < scheme.paidOut ? debt : scheme.paidOut;
        if (amount > highest) revert RepaymentAboveDebt(shopId, amount, highest);
        _useReference(schemeId, bankReference);
        scheme.paidOut -= amount;
        _owe(scheme, account, _signed(amount));
        emit ShopRepaid(schemeId, shopId, amount, bankReference);
    }

    /// @inheritdoc IPayouts
    function mandateOf(
        bytes16 schemeId
    ) external view returns (Mandate memory mandate, uint48 usedToday) {
        MandateUse storage used = _mandates[schemeId];
        return (used.mandate, used.day == _today() ? used.usedOnDay : 0);
    }

    /// @inheritdoc IPayouts
    function payoutOf(
        bytes16 payoutId
    )
        external
        view
        returns (bytes16 schemeId, bytes16 shopId, uint48 amount, PayoutState state)
    {
        Payout storage payout = _payouts[payoutId];
        return (payout.schemeId, payout.shopId, payout.amount, payout.state);
    }

    /// @dev Known, and the sender is the scheme's operator or treasurer.
    function _handledPayout(bytes16 payoutId) private view returns (Payout storage payout) {
        payout = _payouts[payoutId];
        if (payout.state == PayoutState.None) {
            revert PayoutNotInState(payoutId, PayoutState.None);
        }
        address sender = _msgSender();
        if (
            sender != _mandates[payout.schemeId].mandate.operator &&
            !_holdsRole(payout.schemeId, Role.Treasurer)
        ) revert NotPayoutOperator(payout.schemeId, sender);
    }

    /// @dev Where a payout's amount stands.
    function _booksOf(
        Payout storage payout
    )
        private
        view
        returns (Scheme storage scheme, ShopAccount storage account, uint48 amount)
    {
        bytes16 schemeId = payout.schemeId;
        scheme = _schemes[schemeId];
        account = _shopAccounts[_accountId(schemeId, payout.shopId)];
        amount = payout.amount;
    }

    function _useMandate(bytes16 schemeId, address sender, uint48 amount) private {
        MandateUse storage used = _mandates[schemeId];
        Mandate memory mandate = used.mandate;
        if (sender != mandate.operator) revert NotPayoutOperator(schemeId, sender);
        if (block.timestamp >= mandate.validUntil) {
            revert MandateExpired(schemeId, mandate.validUntil, uint40(block.timestamp));
        }
        if (amount > mandate.perPayout) {
            revert MandateExceededPerPayout(schemeId, amount, mandate.perPayout);
        }
        uint24 today = _today();
        uint48 usedOnDay = used.day == today ? used.usedOnDay : 0;
        uint48 left = mandate.perDay > usedOnDay ? mandate.perDay - usedOnDay : 0;
        if (amount > left) revert MandateExceededPerDay(schemeId, amount, left);
        used.day = today;
        used.usedOnDay = usedOnDay + amount;
    }

    function _today() private view returns (uint24) {
        return uint24(block.timestamp / 1 days);
    }
}
