// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {Reason} from "../libraries/LedgerTypes.sol";

/// @title Schemes: a sponsor's money, for a purpose, in a period
/// @notice All amounts are euro cents.
interface ISchemes {
    /// @notice What a sponsor decides when it opens a scheme.
    /// @param startsAt First second, Unix time, in which budget can be spent.
    /// @param endsAt First second in which it no longer can.
    /// @param grace Seconds after the end in which refunds still reach beneficiaries; then unspent budget goes back.
    /// @param ibanDelay Seconds between a shop's asking for another IBAN and the validator's confirming it.
    /// @param amountPerBeneficiary Budget given at registration, in cents.
    /// @param shopDebtLimit How far below zero, in cents, refunds may bring what a shop is owed.
    struct SchemeTerms {
        uint40 startsAt;
        uint40 endsAt;
        uint32 grace;
        uint32 ibanDelay;
        uint48 amountPerBeneficiary;
        uint48 shopDebtLimit;
    }

    /// @notice Every cent of a scheme, by where it is.
    /// @param funded What the sponsor put in.
    /// @param unallocated Not given to a beneficiary.
    /// @param outstanding Sum of the beneficiaries' balances.
    /// @param owed Sum owed to shops; refunds after a payout can bring it below zero.
    /// @param inPayout Sum in payouts that the bank has not booked.
    /// @param paidOut Sum that reached shops.
    /// @param withdrawn What went back to the sponsor.
    /// @param holds Whether funded = unallocated + outstanding + owed + inPayout + paidOut + withdrawn.
    struct Conservation {
        uint48 funded;
        uint48 unallocated;
        uint48 outstanding;
        int56 owed;
        uint48 inPayout;
        uint48 paidOut;
        uint48 withdrawn;
        bool holds;
    }

    /// @notice A scheme was opened on these terms.
    event SchemeOpened(bytes16 indexed schemeId, address indexed sponsor, SchemeTerms terms);
    /// @notice Money was added.
    /// @param bankReference Hash of the sponsor's bank reference; counted once.
    event SchemeFunded(bytes16 indexed schemeId, uint48 amount, bytes32 indexed bankReference);
    /// @notice Money went back to the sponsor.
    event SchemeWithdrawn(bytes16 indexed schemeId, uint48 amount, bytes32 indexed bankReference);
    /// @notice Nothing moves until it is resumed.
    event SchemePaused(bytes16 indexed schemeId, address indexed guardian, Reason reason);
    /// @notice It goes on.
    event SchemeResumed(bytes16 indexed schemeId, address indexed guardian, Reason reason);
    /// @notice It ended for good and holds nothing.
    event SchemeClosed(bytes16 indexed schemeId);

    /// @notice There is no such scheme.
    error SchemeUnknown(bytes16 schemeId);
    /// @notice A scheme of this id was opened before.
    error SchemeExists(bytes16 schemeId);
    /// @notice The terms contradict themselves: the period is empty, past or endless, an amount is zero, a delay too
    /// long.
    error SchemeTermsInvalid(SchemeTerms terms);
    /// @notice Budget can be spent from `startsAt` up to, and not including, `endsAt`.
    error SchemeNotInPeriod(bytes16 schemeId, uint40 startsAt, uint40 endsAt, uint40 timestamp);
    /// @notice The guardian paused the scheme.
    error SchemeIsPaused(bytes16 schemeId);
    /// @notice The scheme is not paused.
    error SchemeNotPaused(bytes16 schemeId);
    /// @notice The scheme was closed.
    error SchemeIsClosed(bytes16 schemeId);
    /// @notice The end and its grace have not passed.
    error SchemeNotOver(bytes16 schemeId, uint40 overAt, uint40 timestamp);
    /// @notice Money is still with beneficiaries, owed to shops or by them, in a payout or unallocated.
    error SchemeNotEmpty(bytes16 schemeId);
    /// @notice This bank reference was counted before.
    error BankReferenceUsed(bytes16 schemeId, bytes32 bankReference);
    /// @notice The scheme holds less unallocated money than this; for a withdrawal, less than `withdrawableOf`; for a
    /// payout that comes back after it was settled, less is paid out, because shops paid back so much.
    error InsufficientFunds(bytes16 schemeId, uint256 requested, uint256 available);
    /// @notice An amount of zero does nothing.
    error AmountZero();

    /// @notice Opens a scheme. Only its `Sponsor`; the role is given before the scheme exists.
    function openScheme(bytes16 schemeId, SchemeTerms calldata terms) external;

    /// @notice Adds money that arrived at the bank. Only `Sponsor`; above the scheme's limit two of them.
    /// @param amount Cents, more than zero.
    /// @param bankReference Hash of the bank's reference.
    function fundScheme(bytes16 schemeId, uint48 amount, bytes32 bankReference) external;

    /// @notice Takes back unallocated money, up to `withdrawableOf`, after the end and its grace. Only `Sponsor`;
    /// above the scheme's limit two of them.
    function withdrawFromScheme(bytes16 schemeId, uint48 amount, bytes32 bankReference) external;

    /// @notice Stops payments, corrections, registrations and payouts. Only `Guardian`.
    function pauseScheme(bytes16 schemeId, Reason reason) external;

    /// @notice Lets a paused scheme go on. Only `Guardian`.
    function resumeScheme(bytes16 schemeId, Reason reason) external;

    /// @notice Closes an ended scheme that holds nothing. Only `Sponsor`.
    function closeScheme(bytes16 schemeId) external;

    /// @notice The terms and whether the scheme is paused or closed.
    function schemeOf(
        bytes16 schemeId
    ) external view returns (SchemeTerms memory terms, bool paused, bool closed);

    /// @notice What a sponsor can take back after the end and its grace: the unallocated money that is at the bank,
    /// so without what shops were paid for purchases that they refunded later.
    function withdrawableOf(bytes16 schemeId) external view returns (uint48 amount);

    /// @notice The conservation identity, with its numbers.
    function conservationOf(bytes16 schemeId) external view returns (Conservation memory);
}
