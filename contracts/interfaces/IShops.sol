// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {Reason, ShopState} from "../libraries/LedgerTypes.sol";

/// @title Shops and their tills
/// @notice A shop registers itself with its own key; each scheme's validator then admits it or not.
interface IShops {
    /// @notice A shop made itself known. Its owner's device is also its first till.
    event ShopRegistered(bytes16 indexed shopId, address indexed owner);
    /// @notice The shop's owner has another key: given by a validator, because the device was lost, or by its own move.
    event ShopOwnerReplaced(bytes16 indexed shopId, address indexed owner, address previous);
    /// @notice A till may charge and refund for the shop.
    event TillAdded(bytes16 indexed shopId, address indexed till);
    /// @notice A till no longer may.
    event TillRemoved(bytes16 indexed shopId, address indexed till);
    /// @notice Families of this scheme can pay at this shop.
    /// @param ibanCommitment Salted hash of the IBAN that payouts go to.
    event ShopAdmitted(bytes16 indexed schemeId, bytes16 indexed shopId, bytes32 ibanCommitment);
    /// @notice They can't until it is resumed.
    event ShopSuspended(bytes16 indexed schemeId, bytes16 indexed shopId, address indexed by, Reason reason);
    /// @notice They can again.
    event ShopResumed(bytes16 indexed schemeId, bytes16 indexed shopId, Reason reason);
    /// @notice The shop asks to be paid on another IBAN.
    event IbanProposed(
        bytes16 indexed schemeId,
        bytes16 indexed shopId,
        bytes32 ibanCommitment,
        uint40 readyAt
    );
    /// @notice Payouts go to the other IBAN from now on.
    event IbanConfirmed(bytes16 indexed schemeId, bytes16 indexed shopId, bytes32 ibanCommitment);

    /// @notice This id is taken.
    error ShopExists(bytes16 shopId);
    /// @notice There is no such shop.
    error ShopUnknown(bytes16 shopId);
    /// @notice The sender is not the shop's owner.
    error NotShopOwner(bytes16 shopId, address sender);
    /// @notice The shop is not in this standing with the scheme.
    error ShopNotAdmitted(bytes16 schemeId, bytes16 shopId, ShopState state);
    /// @notice The shop was admitted before.
    error ShopAlreadyAdmitted(bytes16 schemeId, bytes16 shopId);
    /// @notice The key is a till already, of this shop.
    error TillTaken(address till, bytes16 shopId);
    /// @notice The key is not a till of this shop.
    error TillUnknown(address till, bytes16 shopId);
    /// @notice No such IBAN was proposed.
    error IbanNotProposed(bytes16 schemeId, bytes16 shopId, bytes32 ibanCommitment);
    /// @notice The delay has not passed.
    error IbanNotReady(uint40 readyAt, uint40 timestamp);

    /// @notice Registers a shop; the sender is its owner and first till. Anyone.
    /// @param shopId Random 128 bits.
    function registerShop(bytes16 shopId) external;

    /// @notice Gives a shop another owner, and removes the old one's till. `Validator` of the scheme that admitted it
    /// first. The key can be that of a one-time link, which the owner's new device then takes over by `moveTill`.
    function replaceShopOwner(bytes16 shopId, address owner) external;

    /// @notice Adds a till. Only the shop's owner.
    function addTill(bytes16 shopId, address till) external;

    /// @notice Removes a till. The shop's owner, or the till itself.
    function removeTill(bytes16 shopId, address till) external;

    /// @notice Hands all that the sender may at its shop over to another key, as a one-time link does: an owner makes
    /// it owner and till, a till makes it a till. The sender may nothing any more. Only a till, the owner's included.
    /// @param till A key that is a till of no shop yet.
    function moveTill(address till) external;

    /// @notice Admits a shop to a scheme. Only `Validator`; beyond the scheme's number for one day two of them.
    function admitShop(bytes16 schemeId, bytes16 shopId, bytes32 ibanCommitment) external;

    /// @notice Stops payments at a shop. `Validator` or `Guardian`.
    function suspendShop(bytes16 schemeId, bytes16 shopId, Reason reason) external;

    /// @notice Lets them go on. Only `Validator`.
    function resumeShop(bytes16 schemeId, bytes16 shopId, Reason reason) external;

    /// @notice Asks for another IBAN. Only the shop's owner.
    function proposeIban(bytes16 schemeId, bytes16 shopId, bytes32 ibanCommitment) external;

    /// @notice Confirms the proposed IBAN after the scheme's delay. Only `Validator`; two of them when more is at stake
    /// than the scheme's limit.
    function confirmIban(bytes16 schemeId, bytes16 shopId, bytes32 ibanCommitment) external;

    /// @notice The shop's owner, and the scheme whose validator vouched for it first.
    function shopOf(bytes16 shopId) external view returns (address owner, bytes16 homeSchemeId);

    /// @notice The shop a till belongs to; zero if none.
    function shopOfTill(address till) external view returns (bytes16 shopId);

    /// @notice Standing, what the shop is owed and what is in payouts, in cents, and where it is paid.
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
        );
}
