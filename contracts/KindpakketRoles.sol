// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {IRoles} from "./interfaces/IRoles.sol";
import {ISchemes} from "./interfaces/ISchemes.sol";
import {IShops} from "./interfaces/IShops.sol";
import {Act, Role} from "./libraries/LedgerTypes.sol";

/// @title KindpakketRoles
/// @notice Who may do what; a contract of its own, so that authority can change hands without touching the ledger.
/// @dev On OpenZeppelin's access control. Nobody holds its default admin role, so its own `grantRole` and
/// `revokeRole` are closed.
contract KindpakketRoles is IRoles, AccessControl, ERC2771Context {
    struct Limits {
        SoleLimits sole;
        bool isSet;
        uint24 day;
        uint16 admissionsOnDay;
        uint48 fundingOnDay;
    }

    struct Proposal {
        address proposer;
        uint40 expiresAt;
    }

    /// @notice How long a proposed act can be confirmed.
    uint40 public constant PROPOSAL_LIFETIME = 30 days;

    /// @notice How long an offer stays open once it can be accepted.
    uint40 public constant OFFER_LIFETIME = 30 days;

    /// @inheritdoc IRoles
    uint32 public immutable roleDelay;

    uint256 private _adminCount;
    mapping(bytes32 roleId => mapping(address candidate => uint40 readyAt)) private _offers;

    mapping(address ledger => mapping(bytes16 schemeId => Limits)) private _limits;
    mapping(address ledger => mapping(bytes16 schemeId => mapping(bytes32 callId => Proposal)))
        private _proposals;

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
    function setSoleLimits(
        bytes16 schemeId,
        address ledger,
        SoleLimits calldata limits
    ) external {
        _checkRole(roleIdOf(schemeId, Role.Sponsor), _msgSender());
        Limits storage stored = _limits[ledger][schemeId];
        if (stored.isSet) revert SoleLimitsFixed(schemeId);
        stored.sole = limits;
        stored.isSet = true;
        emit SoleLimitsSet(schemeId, ledger, limits);
    }

    /// @inheritdoc IRoles
    function useAct(bytes16 schemeId, Act act, uint48 amount, address account) external {
        // Only two holders of the role make this contract call a ledger.
        if (account == address(this)) return;
        _checkRole(_roleIdOf(schemeId, act), account);
        Limits storage limits = _limits[msg.sender][schemeId];
        uint48 limit = _limitOf(limits.sole, act);
        // Too much by itself; what can be cut into pieces is counted by the day as well.
        if (amount > limit) revert ActNeedsTwo(schemeId, act, amount, limit);
        if (act == Act.IbanChange) {
            // A shop that is paid within minutes is nearly always owed nothing: without a limit nobody does this alone.
            if (limit == 0) revert ActNeedsTwo(schemeId, act, amount, limit);
            return;
        }
        uint24 today = uint24(block.timestamp / 1 days);
        if (limits.day != today) {
            (limits.day, limits.admissionsOnDay, limits.fundingOnDay) = (today, 0, 0);
        }
        if (act == Act.Admission) amount = ++limits.admissionsOnDay;
        else amount = limits.fundingOnDay += amount;
        if (amount > limit) revert ActNeedsTwo(schemeId, act, amount, limit);
    }

    /// @inheritdoc IRoles
    function proposeAct(bytes16 schemeId, address ledger, bytes calldata call) external {
        (Act act, bytes32 roleId) = _actOf(schemeId, call);
        address sender = _msgSender();
        _checkRole(roleId, sender);
        bytes32 callId = keccak256(call);
        Proposal storage proposal = _proposals[ledger][schemeId][callId];
        if (_stands(proposal, roleId)) revert ActAlreadyProposed(callId, proposal.proposer);
        uint40 expiresAt = uint40(block.timestamp) + PROPOSAL_LIFETIME;
        (proposal.proposer, proposal.expiresAt) = (sender, expiresAt);
        emit ActProposed(schemeId, callId, sender, ledger, act, expiresAt, call);
    }

    /// @inheritdoc IRoles
    function confirmAct(bytes16 schemeId, address ledger, bytes calldata call) external {
        (, bytes32 roleId) = _actOf(schemeId, call);
        address sender = _msgSender();
        _checkRole(roleId, sender);
        bytes32 callId = keccak256(call);
        Proposal storage proposal = _proposals[ledger][schemeId][callId];
        if (!_stands(proposal, roleId)) revert ActNotProposed(schemeId, callId);
        if (proposal.proposer == sender) revert ActNeedsAnother(callId, sender);
        delete _proposals[ledger][schemeId][callId];
        emit ActConfirmed(schemeId, callId, sender, ledger);
        Address.functionCall(ledger, call);
    }

    /// @inheritdoc IRoles
    function withdrawAct(bytes16 schemeId, address ledger, bytes calldata call) external {
        (, bytes32 roleId) = _actOf(schemeId, call);
        address sender = _msgSender();
        _checkRole(roleId, sender);
        bytes32 callId = keccak256(call);
        if (_proposals[ledger][schemeId][callId].proposer == address(0)) {
            revert ActNotProposed(schemeId, callId);
        }
        delete _proposals[ledger][schemeId][callId];
        emit ActWithdrawn(schemeId, callId, sender, ledger);
    }

    /// @inheritdoc IRoles
    function proposalOf(
        bytes16 schemeId,
        address ledger,
        bytes calldata call
    ) external view returns (address proposer, uint40 expiresAt) {
        Proposal memory proposal = _proposals[ledger][schemeId][keccak256(call)];
        return (proposal.proposer, proposal.expiresAt);
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

    /// @dev In time, and who proposed it still holds the role: a thief of a device that was blocked proposed nothing.
    function _stands(Proposal storage proposal, bytes32 roleId) private view returns (bool) {
        return block.timestamp < proposal.expiresAt && hasRole(roleId, proposal.proposer);
    }

    /// @dev Only these calls are ever made in this contract's name, and only for the scheme in whose roles they are
    /// signed.
    function _actOf(
        bytes16 schemeId,
        bytes calldata call
    ) private pure returns (Act act, bytes32 roleId) {
        bytes4 selector = bytes4(call);
        if (selector == IShops.admitShop.selector) act = Act.Admission;
        else if (selector == IShops.confirmIban.selector) act = Act.IbanChange;
        else if (
            selector != ISchemes.fundScheme.selector &&
            selector != ISchemes.withdrawFromScheme.selector
        ) revert ActUnknown(schemeId, selector);
        if (call.length < 36 || bytes32(call[4:36]) != bytes32(schemeId)) {
            revert ActUnknown(schemeId, selector);
        }
        roleId = _roleIdOf(schemeId, act);
    }

    function _roleIdOf(bytes16 schemeId, Act act) private pure returns (bytes32) {
        return roleIdOf(schemeId, act == Act.Funding ? Role.Sponsor : Role.Validator);
    }

    function _limitOf(SoleLimits storage limits, Act act) private view returns (uint48) {
        if (act == Act.Funding) return limits.funding;
        return act == Act.IbanChange ? limits.ibanChange : limits.admissionsPerDay;
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
