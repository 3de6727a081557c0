// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

/// @title Devices that may spend a beneficiary's budget, and the login codes that link them
/// @notice A device is the address of its P-256 key; it serves one account, once.
interface IDevices {
    /// @notice A new login code was issued; all devices are dead.
    event LoginCodeReissued(bytes16 indexed beneficiaryId, address activationKey, uint16 deviceEpoch);
    /// @notice A device may spend from now on.
    /// @param by The login code's key, or the device that added it.
    event DeviceAdded(bytes16 indexed beneficiaryId, address indexed device, address indexed by);
    /// @notice A device can no longer spend.
    event DeviceRemoved(bytes16 indexed beneficiaryId, address indexed device, address indexed by);

    /// @notice The sender is not the key of this beneficiary's login code, or the code was used.
    error LoginCodeInvalid(bytes16 beneficiaryId, address activationKey);
    /// @notice The key can't spend for this beneficiary: it never could, was removed, or died with a new login code.
    error DeviceNotLinked(bytes16 beneficiaryId, address device);
    /// @notice The key belongs, or belonged, to an account.
    error DeviceTaken(address device);
    /// @notice The account has as many devices as it may have.
    error TooManyDevices(bytes16 beneficiaryId, uint256 limit);

    /// @notice Gives an account a new login code and kills its devices. Only `Validator`. The balance stays.
    function reissueLoginCode(bytes16 beneficiaryId, address activationKey) external;

    /// @notice Links a device and burns the login code. Only the login code's key.
    function activate(bytes16 beneficiaryId, address device) external;

    /// @notice Links another device. Only a linked device.
    function addDevice(bytes16 beneficiaryId, address device) external;

    /// @notice Removes a device. Only a linked device; it may remove itself.
    function removeDevice(bytes16 beneficiaryId, address device) external;

    /// @notice The beneficiary a device can spend for (zero if none), and its highest used nonce.
    function deviceOf(
        address device
    ) external view returns (bytes16 beneficiaryId, uint32 highestNonce, uint56 nonceWindow);
}
