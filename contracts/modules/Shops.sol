// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {IShops} from "../interfaces/IShops.sol";
import {Act, Reason, Role, ShopState} from "../libraries/LedgerTypes.sol";
import {Schemes} from "./Schemes.sol";

/// @title Shops
abstract contract Shops is IShops, Schemes {
    struct Shop {
        address owner;
        bytes16 homeSchemeId;
    }

    /// @dev The first slot is what each payment reads and writes.
    struct ShopAccount {
        int56 owed;
        uint48 inPayout;
        uint40 proposalReadyAt;
        ShopState state;
        bytes32 ibanCommitment;
        bytes32 proposedCommitment;
    }

    mapping(bytes16 shopId => Shop) internal _shops;
    mapping(address till => bytes16 shopId) internal _tills;
    mapping(bytes32 accountId => ShopAccount) internal _shopAccounts;

    /// @inheritdoc IShops
    function registerShop(bytes16 shopId) external {
        if (shopId == 0) revert ShopUnknown(shopId);
        if (_shops[shopId].owner != address(0)) revert ShopExists(shopId);
        address owner = _msgSender();
        _shops[shopId].owner = owner;
        emit ShopRegistered(shopId, owner);
        _addTill(shopId, owner);
    }

    /// @inheritdoc IShops
    function replaceShopOwner(bytes16 shopId, address owner) external {
        Shop storage shop = _knownShop(shopId);
        _requireRole(shop.homeSchemeId, Role.Validator);
        address previous = shop.owner;
        if (_tills[previous] == shopId) _removeTill(shopId, previous);
        _setOwner(shopId, owner, previous);
        if (_tills[owner] != shopId) _addTill(shopId, owner);
    }

    /// @inheritdoc IShops
    function addTill(bytes16 shopId, address till) external {
        _requireOwner(shopId);
        _addTill(shopId, till);
    }

    /// @inheritdoc IShops
    function removeTill(bytes16 shopId, address till) external {
        if (_msgSender() != till) _requireOwner(shopId);
        _requireTill(till, shopId);
        _removeTill(shopId, till);
    }

    /// @inheritdoc IShops
    function moveTill(address till) external {
        address sender = _msgSender();
        bytes16 shopId = _tills[sender];
        _requireTill(sender, shopId);
        _removeTill(shopId, sender);
        if (_shops[shopId].owner == sender) _setOwner(shopId, till, sender);
        _addTill(shopId, till);
    }

    /// @inheritdoc IShops
    function admitShop(
        bytes16 schemeId,
        bytes16 shopId,
        bytes32 ibanCommitment
    ) external {
        _requireAct(schemeId, Act.Admission, 0);
        _openScheme(schemeId);
        Shop storage shop = _knownShop(shopId);
        ShopAccount storage account = _shopAccounts[_accountId(schemeId, shopId)];
        if (account.state != ShopState.None) revert ShopAlreadyAdmitted(schemeId, shopId);
        if (shop.homeSchemeId == 0) shop.homeSchemeId = schemeId;
        account.state = ShopState.Admitted;
        account.ibanCommitment = ibanCommitment;
        emit ShopAdmitted(schemeId, shopId, ibanCommitment);
    }

    /// @inheritdoc IShops
    function suspendShop(bytes16 schemeId, bytes16 shopId, Reason reason) external {
        _requireEitherRole(schemeId, Role.Validator, Role.Guardian);
        ShopAccount storage account = _accountIn(schemeId, shopId, ShopState.Admitted);
        account.state = ShopState.Suspended;
        emit ShopSuspended(schemeId, shopId, _msgSender(), reason);
    }

    /// @inheritdoc IShops
    function resumeShop(
        bytes16 schemeId,
        bytes16 shopId,
        Reason reason
    ) external onlyHolder(schemeId, Role.Validator) {
        ShopAccount storage account = _accountIn(schemeId, shopId, ShopState.Suspended);
        account.state = ShopState.Admitted;
        emit ShopResumed(schemeId, shopId, reason);
    }

    /// @inheritdoc IShops
    function proposeIban(bytes16 schemeId, bytes16 shopId, bytes32 ibanCommitment) external {
        _requireOwner(shopId);
        ShopAccount storage account = _accountIn(schemeId, shopId, ShopState.Admitted);
        uint40 readyAt = uint40(block.timestamp) + _openScheme(schemeId).ibanDelay;
        account.proposedCommitment = ibanCommitment;
        account.proposalReadyAt = readyAt;
        emit IbanProposed(schemeId, shopId, ibanCommitment, readyAt);
    }

    /// @inheritdoc IShops
    function confirmIban(
        bytes16 schemeId,
        bytes16 shopId,
        bytes32 ibanCommitment
    ) external {
        ShopAccount storage account = _shopAccounts[_accountId(schemeId, shopId)];
        // What the shop is to get: nothing when it is below zero.
        _requireAct(schemeId, Act.IbanChange, _debtOf(-account.owed) + account.inPayout);
        uint40 readyAt = account.proposalReadyAt;
        if (readyAt == 0 || account.proposedCommitment != ibanCommitment) {
            revert IbanNotProposed(schemeId, shopId, ibanCommitment);
        }
        if (block.timestamp < readyAt) revert IbanNotReady(readyAt, uint40(block.timestamp));
        account.ibanCommitment = ibanCommitment;
        account.proposedCommitment = 0;
        account.proposalReadyAt = 0;
        emit IbanConfirmed(schemeId, shopId, ibanCommitment);
    }

    /// @inheritdoc IShops
    function shopOf(bytes16 shopId) external view returns (address owner, bytes16 homeSchemeId) {
        return (_shops[shopId].owner, _shops[shopId].homeSchemeId);
    }

    /// @inheritdoc IShops
    function shopOfTill(address till) external view returns (bytes16 shopId) {
        return _tills[till];
    }

    /// @inheritdoc IShops
    function shopAccountOf(
        bytes16 schemeId,
        bytes16 shopId
    )
        external
        view
        returns (
            ShopState state,
            int56 owed,
            uint48 inPayout,
            bytes32 ibanCommitment,
            bytes32 proposedCommitment,
            uint40 proposalReadyAt
        )
    {
        ShopAccount storage account = _shopAccounts[_accountId(schemeId, shopId)];
        return (
            account.state,
            account.owed,
            account.inPayout,
            account.ibanCommitment,
            account.proposedCommitment,
            account.proposalReadyAt
        );
    }

    /// @dev Both ids in one word.
    function _accountId(bytes16 schemeId, bytes16 shopId) internal pure returns (bytes32) {
        return bytes32(schemeId) | (bytes32(shopId) >> 128);
    }

    function _accountIn(
        bytes16 schemeId,
        bytes16 shopId,
        ShopState state
    ) internal view returns (ShopAccount storage account) {
        account = _shopAccounts[_accountId(schemeId, shopId)];
        if (account.state != state) revert ShopNotAdmitted(schemeId, shopId, account.state);
    }

    function _owe(Scheme storage scheme, ShopAccount storage account, int56 change) internal {
        int56 owed = account.owed;
        _setOwed(scheme, account, owed, owed + change);
    }

    /// @dev Changes what a shop is owed. Below zero it is the shop's debt, of which the scheme keeps the sum.
    function _setOwed(
        Scheme storage scheme,
        ShopAccount storage account,
        int56 owedBefore,
        int56 owedAfter
    ) internal {
        account.owed = owedAfter;
        if (owedBefore < 0 || owedAfter < 0) {
            scheme.shopDebt = scheme.shopDebt - _debtOf(owedBefore) + _debtOf(owedAfter);
        }
    }

    function _debtOf(int56 owed) internal pure returns (uint48) {
        return owed < 0 ? uint48(uint56(-owed)) : 0;
    }

    function _requireTill(address till, bytes16 shopId) internal view {
        if (shopId == 0 || _tills[till] != shopId) revert TillUnknown(till, shopId);
    }

    function _knownShop(bytes16 shopId) private view returns (Shop storage shop) {
        shop = _shops[shopId];
        if (shop.owner == address(0)) revert ShopUnknown(shopId);
    }

    function _requireOwner(bytes16 shopId) private view {
        address sender = _msgSender();
        if (_knownShop(shopId).owner != sender) revert NotShopOwner(shopId, sender);
    }

    function _setOwner(bytes16 shopId, address owner, address previous) private {
        _shops[shopId].owner = owner;
        emit ShopOwnerReplaced(shopId, owner, previous);
    }

    function _addTill(bytes16 shopId, address till) private {
        if (till == address(0)) revert ZeroAddress();
        if (_tills[till] != 0) revert TillTaken(till, _tills[till]);
        _tills[till] = shopId;
        emit TillAdded(shopId, till);
    }

    function _removeTill(bytes16 shopId, address till) private {
        delete _tills[till];
        emit TillRemoved(shopId, till);
    }
}
