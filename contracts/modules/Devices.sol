// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {IDevices} from "../interfaces/IDevices.sol";
import {BeneficiaryState, Role} from "../libraries/LedgerTypes.sol";
import {NonceWindow} from "../libraries/NonceWindow.sol";
import {Beneficiaries} from "./Beneficiaries.sol";

/// @title Devices
abstract contract Devices is IDevices, Beneficiaries {
    /// @dev One slot. A device whose epoch is not its beneficiary's is dead; zero is never an epoch.
    struct Device {
        bytes16 beneficiaryId;
        uint16 epoch;
        NonceWindow nonces;
    }

    /// @notice How many devices one account may have at a time.
    uint256 public constant DEVICE_LIMIT = 8;

    mapping(address device => Device) internal _devices;

    /// @inheritdoc IDevices
    function reissueLoginCode(bytes16 beneficiaryId, address activationKey) external {
        if (activationKey == address(0)) revert ZeroAddress();
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        _requireRole(beneficiary.schemeId, Role.Validator);
        _openScheme(beneficiary.schemeId);
        uint16 epoch = beneficiary.deviceEpoch + 1;
        beneficiary.deviceEpoch = epoch;
        beneficiary.deviceCount = 0;
        _activationKeys[beneficiaryId] = activationKey;
        if (beneficiary.state == BeneficiaryState.Active) {
            beneficiary.state = BeneficiaryState.Registered;
        }
        emit LoginCodeReissued(beneficiaryId, activationKey, epoch);
    }

    /// @inheritdoc IDevices
    function activate(bytes16 beneficiaryId, address device) external {
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        address sender = _msgSender();
        if (_activationKeys[beneficiaryId] != sender) {
            revert LoginCodeInvalid(beneficiaryId, sender);
        }
        delete _activationKeys[beneficiaryId];
        _link(beneficiaryId, beneficiary, device, sender);
    }

    /// @inheritdoc IDevices
    function addDevice(bytes16 beneficiaryId, address device) external {
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        address sender = _requireLinkedSender(beneficiaryId, beneficiary);
        _link(beneficiaryId, beneficiary, device, sender);
    }

    /// @inheritdoc IDevices
    function removeDevice(bytes16 beneficiaryId, address device) external {
        Beneficiary storage beneficiary = _usableBeneficiary(beneficiaryId);
        address sender = _requireLinkedSender(beneficiaryId, beneficiary);
        _requireLinked(beneficiaryId, beneficiary, device);
        _devices[device].epoch = 0;
        --beneficiary.deviceCount;
        emit DeviceRemoved(beneficiaryId, device, sender);
    }

    /// @inheritdoc IDevices
    function deviceOf(
        address device
    ) external view returns (bytes16 beneficiaryId, uint32 highestNonce, uint56 nonceWindow) {
        Device storage linked = _devices[device];
        bool alive = linked.epoch != 0 &&
            linked.epoch == _beneficiaries[linked.beneficiaryId].deviceEpoch;
        return (
            alive ? linked.beneficiaryId : bytes16(0),
            linked.nonces.highest(),
            linked.nonces.bits()
        );
    }

    /// @dev The cards contract links and removes cards, for the validator who asks it.
    function _requireLinkedSender(
        bytes16 beneficiaryId,
        Beneficiary storage beneficiary
    ) private view returns (address sender) {
        sender = _msgSender();
        if (sender != cards) _requireLinked(beneficiaryId, beneficiary, sender);
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
        // Only an account whose first device this is.
        if (beneficiary.state == BeneficiaryState.Registered) {
            beneficiary.state = BeneficiaryState.Active;
        }
        _devices[device].beneficiaryId = beneficiaryId;
        _devices[device].epoch = beneficiary.deviceEpoch;
        emit DeviceAdded(beneficiaryId, device, by);
    }
}
