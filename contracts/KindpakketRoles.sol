// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {IRoles} from "./interfaces/IRoles.sol";
import {Role} from "./libraries/LedgerTypes.sol";

/// @title KindpakketRoles
/// @notice Who may do what; a contract of its own, so that authority can change hands without touching the ledger.
/// @dev On OpenZeppelin's access control. Nobody holds its default admin role, so its own `grantRole` and `revokeRole`
/// are closed.
contract KindpakketRoles is IRoles, AccessControl, ERC2771Context {
    /// @notice How long an offer stays open once it can be accepted.
    uint40 public constant OFFER_LIFETIME = 30 days;

    /// @inheritdoc IRoles
    uint32 public immutable roleDelay;

    uint256 private _adminCount;
    mapping(bytes32 roleId => mapping(address candidate => uint40 readyAt)) private _offers;

    modifier onlyHolder(bytes16 schemeId, Role role) {
        _checkRole(roleIdOf(schemeId, role));
        _;
    }

    /// @param forwarder The `P256Forwarder` whose word on who signed is trusted.
    /// @param firstAdmin The framework-setter.
    /// @param roleDelay_ Seconds between offering a role and accepting it.
    constructor(
        address forwarder,
        address firstAdmin,
        uint32 roleDelay_
    ) ERC2771Context(forwarder) {
        if (firstAdmin == address(0)) revert ZeroAddress();
        roleDelay = roleDelay_;
        _grantRole(roleIdOf(0, Role.Admin), firstAdmin);
        emit RoleAccepted(0, Role.Admin, firstAdmin, firstAdmin);
    }

    /// @inheritdoc IRoles
    function offerRole(
        bytes16 schemeId,
        Role role,
        address candidate
    ) external onlyHolder(0, Role.Admin) {
        if (candidate == address(0)) revert ZeroAddress();
        if (role == Role.None || (role == Role.Admin) != (schemeId == 0)) {
            revert RoleNotGrantable(schemeId, role);
        }
        uint40 readyAt = uint40(block.timestamp) + roleDelay;
        _offers[roleIdOf(schemeId, role)][candidate] = readyAt;
        emit RoleOffered(schemeId, role, candidate, readyAt);
    }

    /// @inheritdoc IRoles
    function withdrawRoleOffer(
        bytes16 schemeId,
        Role role,
        address candidate
    ) external onlyHolder(0, Role.Admin) {
        _takeOffer(schemeId, role, candidate);
        emit RoleOfferWithdrawn(schemeId, role, candidate);
    }

    /// @inheritdoc IRoles
    function acceptRole(bytes16 schemeId, Role role, address holder) external {
        if (holder == address(0)) revert ZeroAddress();
        address candidate = _msgSender();
        uint40 readyAt = _takeOffer(schemeId, role, candidate);
        uint40 expiresAt = readyAt + OFFER_LIFETIME;
        if (block.timestamp < readyAt || block.timestamp >= expiresAt) {
            revert RoleOfferNotOpen(readyAt, expiresAt, uint40(block.timestamp));
        }
        _grantRole(roleIdOf(schemeId, role), holder);
        emit RoleAccepted(schemeId, role, holder, candidate);
    }

    /// @inheritdoc IRoles
    function withdrawRole(bytes16 schemeId, Role role, address holder) external {
        if (_msgSender() != holder) _checkRole(roleIdOf(0, Role.Admin));
        if (!_revokeRole(roleIdOf(schemeId, role), holder)) {
            revert RoleNotHeld(schemeId, role, holder);
        }
        emit RoleWithdrawn(schemeId, role, holder);
    }

    /// @inheritdoc IRoles
    function requireRole(bytes16 schemeId, Role role, address account) external view {
        _checkRole(roleIdOf(schemeId, role), account);
    }

    /// @inheritdoc IRoles
    function holdsRole(bytes16 schemeId, Role role, address account) external view returns (bool) {
        return hasRole(roleIdOf(schemeId, role), account);
    }

    /// @notice The identifier under which OpenZeppelin's access control keeps a role of a scheme.
    /// @param schemeId The scheme; zero for `Admin`.
    /// @param role The role.
    /// @return keccak256 of both.
    function roleIdOf(bytes16 schemeId, Role role) public pure returns (bytes32) {
        return keccak256(abi.encode(schemeId, role));
    }

    /// @dev Closed: a role is given up with `withdrawRole`, which says so in an event that names the scheme.
    function renounceRole(bytes32 role, address) public view override {
        revert AccessControlUnauthorizedAccount(_msgSender(), role);
    }

    function _grantRole(bytes32 role, address account) internal override returns (bool granted) {
        granted = super._grantRole(role, account);
        if (granted && role == roleIdOf(0, Role.Admin)) ++_adminCount;
    }

    function _revokeRole(bytes32 role, address account) internal override returns (bool revoked) {
        revoked = super._revokeRole(role, account);
        if (revoked && role == roleIdOf(0, Role.Admin) && --_adminCount == 0) revert LastAdmin();
    }

    function _msgSender() internal view override(Context, ERC2771Context) returns (address) {
        return ERC2771Context._msgSender();
    }

    function _msgData() internal view override(Context, ERC2771Context) returns (bytes calldata) {
        return ERC2771Context._msgData();
    }

    function _contextSuffixLength()
        internal
        view
        override(Context, ERC2771Context)
        returns (uint256)
    {
        return ERC2771Context._contextSuffixLength();
    }

    function _takeOffer(
        bytes16 schemeId,
        Role role,
        address candidate
    ) private returns (uint40 readyAt) {
        bytes32 roleId = roleIdOf(schemeId, role);
        readyAt = _offers[roleId][candidate];
        if (readyAt == 0) revert RoleNotOffered(schemeId, role, candidate);
        delete _offers[roleId][candidate];
    }
}
