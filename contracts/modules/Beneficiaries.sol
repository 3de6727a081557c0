// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {IBeneficiaries} from "../interfaces/IBeneficiaries.sol";
import {BeneficiaryState, Reason, Role} from "../libraries/LedgerTypes.sol";
import {Schemes} from "./Schemes.sol";

/// @title Beneficiaries
/// @dev `granted - balance` is what a beneficiary has spent, so refunds can be bounded without a record per payment.
abstract contract Beneficiaries is IBeneficiaries, Schemes {
    /// @dev Exactly one slot, because each payment reads and writes it.
    struct Beneficiary {
        bytes16 schemeId;
        uint48 granted;
        uint48 balance;
        uint16 deviceEpoch;
        uint8 deviceCount;
        BeneficiaryState state;
    }

    mapping(bytes16 beneficiaryId => Beneficiary) internal _beneficiaries;
    mapping(bytes16 beneficiaryId => address) internal _activationKeys;

    /// @inheritdoc IBeneficiaries
    function registerBeneficiaries(
        bytes16 schemeId,
        Registration[] calldata registrations
    ) external onlyHolder(schemeId, Role.Validator) {
        Scheme storage scheme = _openScheme(schemeId);
        uint48 amount = scheme.amountPerBeneficiary;
        for (uint256 i = 0; i < registrations.length; ++i) {
            bytes16 beneficiaryId = registrations[i].beneficiaryId;
            address activationKey = registrations[i].activationKey;
            Beneficiary storage beneficiary = _beneficiaries[beneficiaryId];
            if (beneficiaryId == 0) revert BeneficiaryNotUsable(0, BeneficiaryState.None);
            if (beneficiary.state != BeneficiaryState.None) revert BeneficiaryExists(beneficiaryId);
            if (activationKey == address(0)) revert ZeroAddress();

            beneficiary.schemeId = schemeId;
            beneficiary.state = BeneficiaryState.Registered;
            beneficiary.deviceEpoch = 1;
            _activationKeys[beneficiaryId] = activationKey;
            _grant(scheme, beneficiary, amount);
            emit BeneficiaryRegistered(schemeId, beneficiaryId, activationKey, amount);
        }
    }

    /// @inheritdoc IBeneficiaries
    function topUp(bytes16 beneficiaryId, uint48 amount, Reason reason) external {
        if (amount == 0) revert AmountZero();
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        _requireRole(beneficiary.schemeId, Role.Validator);
        _grant(_openScheme(beneficiary.schemeId), beneficiary, amount);
        emit BeneficiaryToppedUp(beneficiaryId, amount, reason);
    }

    /// @inheritdoc IBeneficiaries
    function freezeBeneficiary(bytes16 beneficiaryId, Reason reason) external {
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        _requireEitherRole(beneficiary.schemeId, Role.Validator, Role.Guardian);
        if (beneficiary.state == BeneficiaryState.Frozen) {
            revert BeneficiaryNotUsable(beneficiaryId, BeneficiaryState.Frozen);
        }
        beneficiary.state = BeneficiaryState.Frozen;
        emit BeneficiaryFrozen(beneficiaryId, _msgSender(), reason);
    }

    /// @inheritdoc IBeneficiaries
    function unfreezeBeneficiary(bytes16 beneficiaryId, Reason reason) external {
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        _requireEitherRole(beneficiary.schemeId, Role.Validator, Role.Guardian);
        if (beneficiary.state != BeneficiaryState.Frozen) {
            revert BeneficiaryNotUsable(beneficiaryId, beneficiary.state);
        }
        beneficiary.state = beneficiary.deviceCount == 0
            ? BeneficiaryState.Registered
            : BeneficiaryState.Active;
        emit BeneficiaryUnfrozen(beneficiaryId, _msgSender(), reason);
    }

    /// @inheritdoc IBeneficiaries
    function closeBeneficiary(bytes16 beneficiaryId, Reason reason) external {
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        _requireRole(beneficiary.schemeId, Role.Validator);
        uint48 returned = _takeBack(_openScheme(beneficiary.schemeId), beneficiary);
        beneficiary.state = BeneficiaryState.Closed;
        delete _activationKeys[beneficiaryId];
        emit BeneficiaryClosed(beneficiaryId, returned, reason);
    }

    /// @inheritdoc IBeneficiaries
    function expireBeneficiaries(bytes16[] calldata beneficiaryIds) external {
        for (uint256 i = 0; i < beneficiaryIds.length; ++i) {
            Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryIds[i]);
            Scheme storage scheme = _openScheme(beneficiary.schemeId);
            _requireOver(beneficiary.schemeId, scheme);
            emit BeneficiaryExpired(beneficiaryIds[i], _takeBack(scheme, beneficiary));
        }
    }

    /// @inheritdoc IBeneficiaries
    function beneficiaryOf(
        bytes16 beneficiaryId
    )
        external
        view
        returns (
            bytes16 schemeId,
            BeneficiaryState state,
            uint48 granted,
            uint48 balance,
            address activationKey,
            uint8 deviceCount
        )
    {
        Beneficiary storage beneficiary = _beneficiaries[beneficiaryId];
        return (
            beneficiary.schemeId,
            beneficiary.state,
            beneficiary.granted,
            beneficiary.balance,
            _activationKeys[beneficiaryId],
            beneficiary.deviceCount
        );
    }

    function _usableBeneficiary(
        bytes16 beneficiaryId
    ) internal view returns (Beneficiary storage beneficiary) {
        beneficiary = _beneficiaries[beneficiaryId];
        BeneficiaryState state = beneficiary.state;
        if (state == BeneficiaryState.None || state == BeneficiaryState.Closed) {
            revert BeneficiaryNotUsable(beneficiaryId, state);
        }
    }

    function _grant(Scheme storage scheme, Beneficiary storage beneficiary, uint48 amount) private {
        if (amount > scheme.unallocated) {
            revert InsufficientFunds(beneficiary.schemeId, amount, scheme.unallocated);
        }
        scheme.unallocated -= amount;
        scheme.allocated += amount;
        beneficiary.granted += amount;
        beneficiary.balance += amount;
    }

    function _takeBack(
        Scheme storage scheme,
        Beneficiary storage beneficiary
    ) private returns (uint48 amount) {
        amount = beneficiary.balance;
        beneficiary.granted -= amount;
        beneficiary.balance = 0;
        scheme.allocated -= amount;
        scheme.unallocated += amount;
    }
}
