// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {BeneficiaryState, Reason} from "../libraries/LedgerTypes.sol";

/// @title Beneficiaries and their budgets
/// @notice A beneficiary is a random number: no name, no household, no hash of either is on chain. All amounts are
/// euro cents.
interface IBeneficiaries {
    /// @notice A beneficiary to register.
    /// @param beneficiaryId Random 128 bits, not zero.
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
    event BeneficiaryUnfrozen(bytes16 indexed beneficiaryId, address indexed by, Reason reason);
    /// @notice The account ended; what was left went back to the scheme.
    event BeneficiaryClosed(bytes16 indexed beneficiaryId, uint48 returned, Reason reason);
    /// @notice The scheme is over; what was left went back to it.
    event BeneficiaryExpired(bytes16 indexed beneficiaryId, uint48 returned);
    /// @notice This id is taken.
    error BeneficiaryExists(bytes16 beneficiaryId);
    /// @notice The account is not in a state in which this can be done.
    error BeneficiaryNotUsable(bytes16 beneficiaryId, BeneficiaryState state);
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
    function unfreezeBeneficiary(bytes16 beneficiaryId, Reason reason) external;

    /// @notice Ends an account for good; its balance goes back to the scheme. Only `Validator`.
    function closeBeneficiary(bytes16 beneficiaryId, Reason reason) external;

    /// @notice After the scheme's end and grace, sends what is left of these accounts back to it. Anyone.
    function expireBeneficiaries(bytes16[] calldata beneficiaryIds) external;

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
}
