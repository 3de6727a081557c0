// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {Reason} from "../libraries/LedgerTypes.sol";

/// @title Corrections: a refund by the till, a reversal by the guardian
/// @notice Both name their payment. The ledger bounds them by what the beneficiary has spent in all; the server by the
/// payment.
interface ICorrections {
    /// @notice A till gave money back. It can be used again at once.
    event PaymentRefunded(
        bytes32 indexed paymentId,
        bytes16 indexed beneficiaryId,
        bytes16 indexed shopId,
        address till,
        uint48 amount
    );
    /// @notice The guardian undid a payment that was not paid out.
    event PaymentReversed(
        bytes32 indexed paymentId,
        bytes16 indexed beneficiaryId,
        bytes16 indexed shopId,
        address guardian,
        uint48 amount,
        Reason reason
    );

    /// @notice More than the beneficiary has spent in all.
    error CorrectionAboveSpent(bytes16 beneficiaryId, uint48 requested, uint48 spent);
    /// @notice The refund would bring what the shop is owed further below zero than the scheme allows.
    error ShopDebtLimitExceeded(bytes16 shopId, int56 owedAfter, uint48 limit);
    /// @notice The shop is owed less: the payment was paid out, and can only be refunded.
    error ReversalAboveOwed(bytes16 shopId, uint48 requested, int56 owed);
    /// @notice The scheme's end and grace have passed.
    error SchemeIsOver(bytes16 schemeId, uint40 overAt, uint40 timestamp);

    /// @notice Gives back all or part of a payment. Only a till of the shop.
    function refund(
        bytes32 paymentId,
        bytes16 beneficiaryId,
        bytes16 shopId,
        uint48 amount
    ) external;

    /// @notice Undoes a payment that was not paid out. Only `Guardian`.
    function reversePayment(
        bytes32 paymentId,
        bytes16 beneficiaryId,
        bytes16 shopId,
        uint48 amount,
        Reason reason
    ) external;
}
