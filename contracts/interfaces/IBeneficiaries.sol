// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {BeneficiaryState, Reason} from "../libraries/LedgerTypes.sol";

/// @title Beneficiaries and the devices that may spend their budget
/// @notice A beneficiary is a random number: no name, no household, no hash of either is on chain. Amounts are euro cents.
interface IBeneficiaries {
    /// @notice A beneficiary to register.
    /// @param beneficiaryId Random 128 bits.
    /// @param activationKey Address of the key derived from the login code in the letter.
    struct Registration {
        bytes16 beneficiaryId;
        address activationKey;
    }

    /// @notice A beneficiary was registered and given its budget.
    event BeneficiaryRegistered(
        bytes16 indexed schemeId,
        bytes16 indexed beneficiaryId,
        address activationKey,
        uint48 amount
    );
    /// @notice Budget was added.
    event BeneficiaryToppedUp(bytes16 indexed beneficiaryId, uint48 amount, Reason reason);
    /// @notice The account can't spend until it is unfrozen.
    event BeneficiaryFrozen(bytes16 indexed beneficiaryId, address indexed by, Reason reason);
    /// @notice The account can spend again.
    event BeneficiaryUnfrozen(bytes16 indexed beneficiaryId, address indexed by);
    /// @notice The account ended; what was left went back to the scheme.
    event BeneficiaryClosed(bytes16 indexed beneficiaryId, uint48 returned, Reason reason);
    /// @notice The scheme is over; what was left went back to it.
    event BeneficiaryExpired(bytes16 indexed beneficiaryId, uint48 returned);
    /// @notice A new login code was issued; all devices are dead.
    event LoginCodeReissued(bytes16 indexed beneficiaryId, address activationKey, uint16 deviceEpoch);
    /// @notice A device may spend from now on.
    /// @param by The login code's key, or the device that added it.
    event DeviceAdded(bytes16 indexed beneficiaryId, address indexed device, address indexed by);
    /// @notice A device can no longer spend.
    event DeviceRemoved(bytes16 indexed beneficiaryId, address indexed device, address indexed by);

    /// @notice This id is taken.
    error BeneficiaryExists(bytes16 beneficiaryId);
    /// @notice The account is not in a state in which this can be done.
    error BeneficiaryNotUsable(bytes16 beneficiaryId, BeneficiaryState state);
    /// @notice The sender is not the key of this beneficiary's login code, or the code was used.
    error LoginCodeInvalid(bytes16 beneficiaryId, address activationKey);
    /// @notice The key can't spend for this beneficiary: it never could, was removed, or died with a new login code.
    error DeviceNotLinked(bytes16 beneficiaryId, address device);
    /// @notice The key belongs, or belonged, to an account.
    error DeviceTaken(address device);
    /// @notice The account has as many devices as it may have.
    error TooManyDevices(bytes16 beneficiaryId, uint256 limit);

    /// @notice Registers beneficiaries, each with the scheme's amount. Only `Validator`. All or none.
    function registerBeneficiaries(
        bytes16 schemeId,
        Registration[] calldata registrations
    ) external;

    /// @notice Adds budget out of the scheme's unallocated money. Only `Validator`.
    /// @param amount Cents, more than zero.
    function topUp(bytes16 beneficiaryId, uint48 amount, Reason reason) external;

    /// @notice Stops an account from spending. `Validator` or `Guardian`.
    function freezeBeneficiary(bytes16 beneficiaryId, Reason reason) external;

    /// @notice Lets a frozen account spend again. `Validator` or `Guardian`.
    function unfreezeBeneficiary(bytes16 beneficiaryId) external;

    /// @notice Ends an account for good; its balance goes back to the scheme. Only `Validator`.
    function closeBeneficiary(bytes16 beneficiaryId, Reason reason) external;

    /// @notice After the scheme's end and grace, sends what is left of these accounts back to it. Anyone.
    function expireBeneficiaries(bytes16[] calldata beneficiaryIds) external;

    /// @notice Gives an account a new login code and kills its devices. Only `Validator`. The balance stays.
    function reissueLoginCode(bytes16 beneficiaryId, address activationKey) external;

    /// @notice Links a device and burns the login code. Only the login code's key.
    function activate(bytes16 beneficiaryId, address device) external;

    /// @notice Links another device. Only a linked device.
    function addDevice(bytes16 beneficiaryId, address device) external;

    /// @notice Removes a device. Only a linked device; it may remove itself.
    function removeDevice(bytes16 beneficiaryId, address device) external;

    /// @notice Scheme, state, what it was granted in all and what it can still spend, in cents.
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
        );

    /// @notice The beneficiary a device can spend for (zero if none), and its highest used nonce.
    function deviceOf(
        address device
    ) external view returns (bytes16 beneficiaryId, uint32 highestNonce, uint56 nonceWindow);
}
