// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {IRoles} from "../interfaces/IRoles.sol";
import {Act, Role} from "../libraries/LedgerTypes.sol";

/// @title Authority
/// @dev The ledger asks the roles contract who may act; the sender is the one who signed at the forwarder.
abstract contract Authority is ERC2771Context {
    /// @notice The contract that knows who holds which role.
    IRoles public immutable roles;

    /// @notice The contract that checks what printed cards pay.
    address public immutable cards;

    /// @notice The zero address was given where an account is meant.
    error ZeroAddress();

    modifier onlyHolder(bytes16 schemeId, Role role) {
        _requireRole(schemeId, role);
        _;
    }

    constructor(IRoles roles_, address cards_) {
        roles = roles_;
        cards = cards_;
    }

    function _requireRole(bytes16 schemeId, Role role) internal view {
        roles.requireRole(schemeId, role, _msgSender());
    }

    /// @dev Four eyes: refuses who doesn't hold the act's role, and what is beyond the word of one person. Two come
    /// through the roles contract, which then is the sender.
    function _requireAct(bytes16 schemeId, Act act, uint48 amount) internal {
        roles.useAct(schemeId, act, amount, _msgSender());
    }

    /// @dev Refuses in the name of the first role when the sender holds neither.
    function _requireEitherRole(bytes16 schemeId, Role first, Role second) internal view {
        if (!_holdsRole(schemeId, second)) _requireRole(schemeId, first);
    }

    function _holdsRole(bytes16 schemeId, Role role) internal view returns (bool) {
        return roles.holdsRole(schemeId, role, _msgSender());
    }
}
