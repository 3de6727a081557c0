// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {PayoutState} from "../libraries/LedgerTypes.sol";

/// @title Payouts: what shops are owed goes to their bank account, under a treasurer's mandate
/// @notice All amounts are euro cents.
interface IPayouts {
    /// @notice What a treasurer lets the operator's server do by itself.
    /// @param operator Account that may open, settle and return payouts.
    /// @param perPayout Highest payout, in cents.
    /// @param perDay Highest sum a day (UTC), in cents.
    /// @param validUntil First second, Unix time, in which the mandate no longer holds.
    struct Mandate {
        address operator;
        uint48 perPayout;
        uint48 perDay;
        uint40 validUntil;
    }

    /// @notice The treasurer set the mandate.
    event MandateSet(
        bytes16 indexed schemeId,
        address indexed operator,
        uint48 perPayout,
        uint48 perDay,
        uint40 validUntil
    );
    /// @notice Owed → in payout. The payout id is the bank's EndToEndId.
    event PayoutOpened(
        bytes16 indexed payoutId,
        bytes16 indexed schemeId,
        bytes16 indexed shopId,
        uint48 amount,
        bytes32 ibanCommitment,
        address by
    );
    /// @notice In payout → paid out.
    /// @param bankReference Hash of the bank's own reference.
    event PayoutSettled(bytes16 indexed payoutId, bytes32 bankReference);
    /// @notice In payout, or paid out, → owed again.
    /// @param bankReason The bank's reason code, such as AC04, in ASCII.
    event PayoutReturned(bytes16 indexed payoutId, bytes4 bankReason, bool afterSettlement);

    /// @notice A shop that owed money, after refunds of what it had been paid for, paid it back: paid out → owed.
    /// @param bankReference Hash of the bank's reference; counted once.
    event ShopRepaid(
        bytes16 indexed schemeId,
        bytes16 indexed shopId,
        uint48 amount,
        bytes32 indexed bankReference
    );

    /// @notice This id is taken.
    error PayoutExists(bytes16 payoutId);
    /// @notice The payout is not in a state in which this can be done.
    error PayoutNotInState(bytes16 payoutId, PayoutState state);
    /// @notice The account may not handle this scheme's payouts.
    error NotPayoutOperator(bytes16 schemeId, address sender);
    /// @notice The mandate has run out.
    error MandateExpired(bytes16 schemeId, uint40 validUntil, uint40 timestamp);
    /// @notice Above the ceiling of one payout: the treasurer opens it.
    error MandateExceededPerPayout(bytes16 schemeId, uint48 requested, uint48 ceiling);
    /// @notice Above what is left of the day's ceiling.
    error MandateExceededPerDay(bytes16 schemeId, uint48 requested, uint48 left);
    /// @notice The shop is owed less.
    error PayoutAboveOwed(bytes16 shopId, uint48 requested, int56 owed);
    /// @notice The shop owes less, or less than this was paid out in all.
    error RepaymentAboveDebt(bytes16 shopId, uint48 requested, uint48 highest);

    /// @notice Sets the mandate, or ends it. Only `Treasurer`.
    function setMandate(bytes16 schemeId, Mandate calldata mandate) external;

    /// @notice Opens a payout: the operator within the mandate, or `Treasurer` above it. Only `Treasurer` for a
    /// suspended shop.
    /// @param payoutId Random 128 bits.
    function openPayout(
        bytes16 schemeId,
        bytes16 shopId,
        bytes16 payoutId,
        uint48 amount
    ) external;

    /// @notice The bank booked it. The operator or `Treasurer`. Once.
    function settlePayout(bytes16 payoutId, bytes32 bankReference) external;

    /// @notice The bank refused it or sent it back. The operator or `Treasurer`. Once.
    function returnPayout(bytes16 payoutId, bytes4 bankReason) external;

    /// @notice A shop whose refunds brought what it is owed below zero paid money back. Only `Treasurer`.
    /// @param bankReference Hash of the bank's reference.
    function bookRepayment(
        bytes16 schemeId,
        bytes16 shopId,
        uint48 amount,
        bytes32 bankReference
    ) external;

    /// @notice The mandate, and what of the day's ceiling is used.
    function mandateOf(
        bytes16 schemeId
    ) external view returns (Mandate memory mandate, uint48 usedToday);

    /// @notice A payout's scheme, shop, amount and state.
    function payoutOf(
        bytes16 payoutId
    )
        external
        view
        returns (bytes16 schemeId, bytes16 shopId, uint48 amount, PayoutState state);
}
