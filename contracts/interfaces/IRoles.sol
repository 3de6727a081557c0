// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {Role} from "../libraries/LedgerTypes.sol";

/// @title Roles, held per scheme
/// @notice The framework-setter offers a role, and after a delay the candidate accepts it. Taking a role away is
/// immediate, so that a lost device is harmless in one step. No role moves money by itself to anyone new.
interface IRoles {
    /// @notice A role was offered.
    /// @param schemeId Scheme it is for; zero for `Admin`.
    /// @param role The role.
    /// @param candidate Account that may accept it; often the one-time key of an enrolment link.
    /// @param readyAt First second, Unix time, in which it can be accepted.
    event RoleOffered(bytes16 indexed schemeId, Role indexed role, address indexed candidate, uint40 readyAt);
    /// @notice An offer was taken back before it was accepted.
    event RoleOfferWithdrawn(bytes16 indexed schemeId, Role indexed role, address indexed candidate);
    /// @notice A role was accepted: `holder` has it from now on.
    event RoleAccepted(
        bytes16 indexed schemeId,
        Role indexed role,
        address indexed holder,
        address candidate
    );
    /// @notice A role was taken away.
    event RoleWithdrawn(bytes16 indexed schemeId, Role indexed role, address indexed holder);

    /// @notice There is no such role to give, or it doesn't go with this scheme.
    error RoleNotGrantable(bytes16 schemeId, Role role);
    /// @notice The account was offered no such role.
    error RoleNotOffered(bytes16 schemeId, Role role, address candidate);
    /// @notice The offer can be accepted from `readyAt` up to, and not including, `expiresAt`.
    error RoleOfferNotOpen(uint40 readyAt, uint40 expiresAt, uint40 timestamp);
    /// @notice The account does not hold the role.
    error RoleNotHeld(bytes16 schemeId, Role role, address holder);
    /// @notice Without a framework-setter nobody could ever give a role again.
    error LastAdmin();
    /// @notice The zero address was given where an account is meant.
    error ZeroAddress();

    /// @notice Offers a role. Only `Admin`.
    function offerRole(bytes16 schemeId, Role role, address candidate) external;

    /// @notice Takes an offer back. Only `Admin`.
    function withdrawRoleOffer(bytes16 schemeId, Role role, address candidate) external;

    /// @notice Accepts an offered role on behalf of `holder`. Only the candidate; its offer is then used up.
    function acceptRole(bytes16 schemeId, Role role, address holder) external;

    /// @notice Takes a role away at once. Only `Admin`, or the holder itself.
    function withdrawRole(bytes16 schemeId, Role role, address holder) external;

    /// @notice Reverts with OpenZeppelin's `AccessControlUnauthorizedAccount` when an account does not hold a role.
    function requireRole(bytes16 schemeId, Role role, address account) external view;

    /// @notice Whether an account holds a role.
    function holdsRole(bytes16 schemeId, Role role, address account) external view returns (bool);

    /// @notice Seconds between an offer and the first moment that it can be accepted.
    function roleDelay() external view returns (uint32);
}
