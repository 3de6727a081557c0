// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {ISchemes} from "../interfaces/ISchemes.sol";
import {Act, Reason, Role} from "../libraries/LedgerTypes.sol";
import {Authority} from "./Authority.sol";

/// @title Schemes
abstract contract Schemes is ISchemes, Authority {
    /// @dev The first slot is what each payment reads and writes: only `spent`, what beneficiaries spent less what
    /// they got back. What they can still spend is `allocated - spent`; what shops are owed is `spent - inPayout -
    /// paidOut`.
    struct Scheme {
        uint48 spent;
        uint40 startsAt;
        uint40 endsAt;
        uint32 grace;
        bool paused;
        bool closed;
        uint48 funded;
        uint48 unallocated;
        uint48 allocated;
        uint48 inPayout;
        uint48 paidOut;
        uint48 withdrawn;
        uint48 amountPerBeneficiary;
        uint48 shopDebtLimit;
        uint48 shopDebt;
        uint32 ibanDelay;
    }

    /// @dev The longest grace and the longest delay of an IBAN.
    uint32 internal constant LONGEST_DELAY = 366 days;

    mapping(bytes16 schemeId => Scheme) internal _schemes;
    mapping(bytes16 schemeId => mapping(bytes32 bankReference => bool)) private _usedReferences;

    /// @inheritdoc ISchemes
    function openScheme(
        bytes16 schemeId,
        SchemeTerms calldata terms
    ) external onlyHolder(schemeId, Role.Sponsor) {
        Scheme storage scheme = _schemes[schemeId];
        if (scheme.endsAt != 0) revert SchemeExists(schemeId);
        if (
            terms.endsAt <= terms.startsAt ||
            terms.endsAt <= block.timestamp ||
            terms.endsAt > type(uint40).max - LONGEST_DELAY ||
            terms.amountPerBeneficiary == 0 ||
            terms.grace > LONGEST_DELAY ||
            terms.ibanDelay > LONGEST_DELAY
        ) revert SchemeTermsInvalid(terms);

        scheme.startsAt = terms.startsAt;
        scheme.endsAt = terms.endsAt;
        scheme.grace = terms.grace;
        scheme.ibanDelay = terms.ibanDelay;
        scheme.amountPerBeneficiary = terms.amountPerBeneficiary;
        scheme.shopDebtLimit = terms.shopDebtLimit;
        emit SchemeOpened(schemeId, _msgSender(), terms);
    }

    /// @inheritdoc ISchemes
    function fundScheme(
        bytes16 schemeId,
        uint48 amount,
        bytes32 bankReference
    ) external {
        _requireAct(schemeId, Act.Funding, amount);
        if (amount == 0) revert AmountZero();
        Scheme storage scheme = _openScheme(schemeId);
        _useReference(schemeId, bankReference);
        scheme.funded += amount;
        unchecked {
            // Never more than what was funded.
            scheme.unallocated += amount;
        }
        emit SchemeFunded(schemeId, amount, bankReference);
    }

    /// @inheritdoc ISchemes
    function withdrawFromScheme(
        bytes16 schemeId,
        uint48 amount,
        bytes32 bankReference
    ) external {
        _requireAct(schemeId, Act.Funding, amount);
        if (amount == 0) revert AmountZero();
        Scheme storage scheme = _openScheme(schemeId);
        _requireOver(schemeId, scheme);
        uint48 withdrawable = _withdrawable(scheme);
        if (amount > withdrawable) revert InsufficientFunds(schemeId, amount, withdrawable);
        _useReference(schemeId, bankReference);
        unchecked {
            // At most what is unallocated, which was all funded.
            scheme.unallocated -= amount;
            scheme.withdrawn += amount;
        }
        emit SchemeWithdrawn(schemeId, amount, bankReference);
    }

    /// @inheritdoc ISchemes
    function pauseScheme(
        bytes16 schemeId,
        Reason reason
    ) external onlyHolder(schemeId, Role.Guardian) {
        _openScheme(schemeId).paused = true;
        emit SchemePaused(schemeId, _msgSender(), reason);
    }

    /// @inheritdoc ISchemes
    function resumeScheme(
        bytes16 schemeId,
        Reason reason
    ) external onlyHolder(schemeId, Role.Guardian) {
        Scheme storage scheme = _schemes[schemeId];
        if (!scheme.paused) revert SchemeNotPaused(schemeId);
        scheme.paused = false;
        emit SchemeResumed(schemeId, _msgSender(), reason);
    }

    /// @inheritdoc ISchemes
    function closeScheme(bytes16 schemeId) external onlyHolder(schemeId, Role.Sponsor) {
        Scheme storage scheme = _openScheme(schemeId);
        _requireOver(schemeId, scheme);
        if (
            scheme.allocated != scheme.spent ||
            _owedBy(scheme) != 0 ||
            scheme.shopDebt != 0 ||
            scheme.inPayout != 0 ||
            scheme.unallocated != 0
        ) revert SchemeNotEmpty(schemeId);
        scheme.closed = true;
        emit SchemeClosed(schemeId);
    }

    /// @inheritdoc ISchemes
    function schemeOf(
        bytes16 schemeId
    ) external view returns (SchemeTerms memory terms, bool paused, bool closed) {
        Scheme storage scheme = _knownScheme(schemeId);
        terms = SchemeTerms({
            startsAt: scheme.startsAt,
            endsAt: scheme.endsAt,
            grace: scheme.grace,
            ibanDelay: scheme.ibanDelay,
            amountPerBeneficiary: scheme.amountPerBeneficiary,
            shopDebtLimit: scheme.shopDebtLimit
        });
        return (terms, scheme.paused, scheme.closed);
    }

    /// @inheritdoc ISchemes
    function conservationOf(bytes16 schemeId) external view returns (Conservation memory) {
        Scheme storage scheme = _knownScheme(schemeId);
        uint48 outstanding = scheme.allocated - scheme.spent;
        int56 owed = _owedBy(scheme);
        int256 accounted = int256(uint256(scheme.unallocated)) +
            int256(uint256(outstanding)) +
            owed +
            int256(uint256(scheme.inPayout)) +
            int256(uint256(scheme.paidOut)) +
            int256(uint256(scheme.withdrawn));
        return
            Conservation({
                funded: scheme.funded,
                unallocated: scheme.unallocated,
                outstanding: outstanding,
                owed: owed,
                inPayout: scheme.inPayout,
                paidOut: scheme.paidOut,
                withdrawn: scheme.withdrawn,
                holds: accounted == int256(uint256(scheme.funded))
            });
    }

    /// @inheritdoc ISchemes
    function withdrawableOf(bytes16 schemeId) external view returns (uint48 amount) {
        return _withdrawable(_knownScheme(schemeId));
    }

    function _knownScheme(bytes16 schemeId) internal view returns (Scheme storage scheme) {
        scheme = _schemes[schemeId];
        if (scheme.endsAt == 0) revert SchemeUnknown(schemeId);
    }

    /// @dev Known, not closed and not paused.
    function _openScheme(bytes16 schemeId) internal view returns (Scheme storage scheme) {
        scheme = _knownScheme(schemeId);
        if (scheme.closed) revert SchemeIsClosed(schemeId);
        if (scheme.paused) revert SchemeIsPaused(schemeId);
    }

    function _requireOver(bytes16 schemeId, Scheme storage scheme) internal view {
        uint40 overAt = scheme.endsAt + scheme.grace;
        if (block.timestamp < overAt) {
            revert SchemeNotOver(schemeId, overAt, uint40(block.timestamp));
        }
    }

    /// @dev Every uint48 fits.
    function _signed(uint48 amount) internal pure returns (int56) {
        return int56(uint56(amount));
    }

    function _useReference(bytes16 schemeId, bytes32 bankReference) internal {
        if (_usedReferences[schemeId][bankReference]) {
            revert BankReferenceUsed(schemeId, bankReference);
        }
        _usedReferences[schemeId][bankReference] = true;
    }

    function _owedBy(Scheme storage scheme) private view returns (int56) {
        return _signed(scheme.spent) - _signed(scheme.inPayout) - _signed(scheme.paidOut);
    }

    /// @dev What shops must pay back is not at the bank: taking it out would take what other shops are owed.
    function _withdrawable(Scheme storage scheme) private view returns (uint48) {
        return scheme.unallocated > scheme.shopDebt ? scheme.unallocated - scheme.shopDebt : 0;
    }
}
