// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {IBeneficiaries} from "../interfaces/IBeneficiaries.sol";
import {BeneficiaryState, Reason, Role} from "../libraries/LedgerTypes.sol";
import {Schemes} from "./Schemes.sol";

/// @title Beneficiaries
/// @dev `granted - balance` is what a beneficiary has spent, so refunds can be bounded without a record per payment.
abstract contract Beneficiaries is IBeneficiaries, Schemes {
    /// @dev The first slot is what each payment reads and writes.
    struct Beneficiary {
        bytes16 schemeId;
        uint48 granted;
        uint48 balance;
        uint16 deviceEpoch;
        BeneficiaryState state;
        address activationKey;
        uint8 deviceCount;
    }

    /// @dev One slot. A device whose epoch is not its beneficiary's is dead; zero is never an epoch.
    struct Device {
        bytes16 beneficiaryId;
        uint16 epoch;
        uint32 highestNonce;
        uint56 nonceWindow;
    }

    /// @notice How many devices one account may have at a time.
    uint256 public constant DEVICE_LIMIT = 8;

    mapping(bytes16 beneficiaryId => Beneficiary) internal _beneficiaries;
    mapping(address device => Device) internal _devices;

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
            if (beneficiary.state != BeneficiaryState.None) revert BeneficiaryExists(beneficiaryId);
            if (activationKey == address(0)) revert ZeroAddress();

            beneficiary.schemeId = schemeId;
            beneficiary.state = BeneficiaryState.Registered;
            beneficiary.deviceEpoch = 1;
            beneficiary.activationKey = activationKey;
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
    function unfreezeBeneficiary(bytes16 beneficiaryId) external {
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        _requireEitherRole(beneficiary.schemeId, Role.Validator, Role.Guardian);
        if (beneficiary.state != BeneficiaryState.Frozen) {
            revert BeneficiaryNotUsable(beneficiaryId, beneficiary.state);
        }
        beneficiary.state = beneficiary.deviceCount == 0
            ? BeneficiaryState.Registered
            : BeneficiaryState.Active;
        emit BeneficiaryUnfrozen(beneficiaryId, _msgSender());
    }

    /// @inheritdoc IBeneficiaries
    function closeBeneficiary(bytes16 beneficiaryId, Reason reason) external {
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        _requireRole(beneficiary.schemeId, Role.Validator);
        uint48 returned = _takeBack(_openScheme(beneficiary.schemeId), beneficiary);
        beneficiary.state = BeneficiaryState.Closed;
        beneficiary.activationKey = address(0);
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
    function reissueLoginCode(bytes16 beneficiaryId, address activationKey) external {
        if (activationKey == address(0)) revert ZeroAddress();
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        _requireRole(beneficiary.schemeId, Role.Validator);
        _openScheme(beneficiary.schemeId);
        uint16 epoch = beneficiary.deviceEpoch + 1;
        beneficiary.deviceEpoch = epoch;
        beneficiary.deviceCount = 0;
        beneficiary.activationKey = activationKey;
        if (beneficiary.state == BeneficiaryState.Active) {
            beneficiary.state = BeneficiaryState.Registered;
        }
        emit LoginCodeReissued(beneficiaryId, activationKey, epoch);
    }

    /// @inheritdoc IBeneficiaries
    function activate(bytes16 beneficiaryId, address device) external {
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        address sender = _msgSender();
        if (beneficiary.activationKey == address(0) || beneficiary.activationKey != sender) {
            revert LoginCodeInvalid(beneficiaryId, sender);
        }
        beneficiary.activationKey = address(0);
        if (beneficiary.state == BeneficiaryState.Registered) {
            beneficiary.state = BeneficiaryState.Active;
        }
        _link(beneficiaryId, beneficiary, device, sender);
    }

    /// @inheritdoc IBeneficiaries
    function addDevice(bytes16 beneficiaryId, address device) external {
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        address sender = _msgSender();
        _requireLinked(beneficiaryId, beneficiary, sender);
        _link(beneficiaryId, beneficiary, device, sender);
    }

    /// @inheritdoc IBeneficiaries
    function removeDevice(bytes16 beneficiaryId, address device) external {
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        address sender = _msgSender();
        _requireLinked(beneficiaryId, beneficiary, sender);
        _requireLinked(beneficiaryId, beneficiary, device);
        _devices[device].epoch = 0;
        --beneficiary.deviceCount;
        emit DeviceRemoved(beneficiaryId, device, sender);
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
            beneficiary.activationKey,
            beneficiary.deviceCount
        );
    }

    /// @inheritdoc IBeneficiaries
    function deviceOf(
        address device
    ) external view returns (bytes16 beneficiaryId, uint32 highestNonce, uint56 nonceWindow) {
        Device storage linked = _devices[device];
        bool alive = linked.epoch != 0 &&
            linked.epoch == _beneficiaries[linked.beneficiaryId].deviceEpoch;
        return (alive ? linked.beneficiaryId : bytes16(0), linked.highestNonce, linked.nonceWindow);
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

    function _requireLinked(
        bytes16 beneficiaryId,
        Beneficiary storage beneficiary,
        address device
    ) private view {
        Device storage linked = _devices[device];
        if (linked.beneficiaryId != beneficiaryId || linked.epoch != beneficiary.deviceEpoch) {
            revert DeviceNotLinked(beneficiaryId, device);
        }
    }

    function _link(
        bytes16 beneficiaryId,
        Beneficiary storage beneficiary,
        address device,
        address by
    ) private {
        if (device == address(0)) revert ZeroAddress();
        if (_devices[device].beneficiaryId != 0) revert DeviceTaken(device);
        if (beneficiary.deviceCount >= DEVICE_LIMIT) {
            revert TooManyDevices(beneficiaryId, DEVICE_LIMIT);
        }
        ++beneficiary.deviceCount;
        _devices[device].beneficiaryId = beneficiaryId;
        _devices[device].epoch = beneficiary.deviceEpoch;
        emit DeviceAdded(beneficiaryId, device, by);
    }

    function _grant(Scheme storage scheme, Beneficiary storage beneficiary, uint48 amount) private {
        if (amount > scheme.unallocated) {
            revert InsufficientFunds(beneficiary.schemeId, amount, scheme.unallocated);
        }
        scheme.unallocated -= amount;
        scheme.outstanding += amount;
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
        scheme.outstanding -= amount;
        scheme.unallocated += amount;
    }
}
