// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {IPayments} from "../interfaces/IPayments.sol";
import {BeneficiaryState, ShopState} from "../libraries/LedgerTypes.sol";
import {NonceWindow} from "../libraries/NonceWindow.sol";
import {Devices} from "./Devices.sol";
import {Shops} from "./Shops.sol";

/// @title Spending
/// @dev Moves budget to a shop once the signatures are checked. What it refuses it gives back as an encoded error,
/// instead of reverting, so that a batch needs no call of its own for each payment. All is read before anything is
/// written: then Solidity reads each slot once.
abstract contract Spending is IPayments, Devices, Shops {
    /// @dev What the signatures stand for.
    struct Purchase {
        bytes32 paymentId;
        bytes16 beneficiaryId;
        bytes16 shopId;
        address till;
        address device;
        uint32 nonce;
        uint48 amount;
    }

    function _spend(Purchase memory purchase) internal returns (bytes memory refusal) {
        bytes16 beneficiaryId = purchase.beneficiaryId;
        bytes16 shopId = purchase.shopId;
        uint48 amount = purchase.amount;
        if (amount == 0) return abi.encodeWithSelector(AmountZero.selector);

        // 1. The device is the beneficiary's, and the nonce is new.
        Device storage device = _devices[purchase.device];
        Beneficiary storage beneficiary = _beneficiaries[beneficiaryId];
        bytes16 linkedTo = device.beneficiaryId;
        uint16 epoch = device.epoch;
        NonceWindow nonces = device.nonces;
        bytes16 schemeId = beneficiary.schemeId;
        BeneficiaryState state = beneficiary.state;
        uint48 balance = beneficiary.balance;
        if (linkedTo != beneficiaryId || epoch != beneficiary.deviceEpoch) {
            return _refusal(DeviceNotLinked.selector, _word(beneficiaryId), _word(purchase.device));
        }
        if (state != BeneficiaryState.Active) {
            bytes4 selector = BeneficiaryNotUsable.selector;
            return _refusal(selector, _word(beneficiaryId), uint256(state));
        }
        bool isNew;
        (isNew, nonces) = nonces.mark(purchase.nonce);
        if (!isNew) {
            return _refusal(NonceUsed.selector, purchase.nonce, nonces.highest());
        }

        // 2. The scheme is open, in its period, and the shop is admitted to it.
        Scheme storage scheme = _schemes[schemeId];
        uint48 spent = scheme.spent;
        uint40 startsAt = scheme.startsAt;
        uint40 endsAt = scheme.endsAt;
        if (scheme.closed) return _refusal(SchemeIsClosed.selector, _word(schemeId));
        if (scheme.paused) return _refusal(SchemeIsPaused.selector, _word(schemeId));
        if (block.timestamp < startsAt || block.timestamp >= endsAt) {
            bytes4 selector = SchemeNotInPeriod.selector;
            return abi.encodeWithSelector(selector, schemeId, startsAt, endsAt, block.timestamp);
        }
        ShopAccount storage account = _shopAccounts[_accountId(schemeId, shopId)];
        ShopState standing = account.state;
        int56 owed = account.owed;
        if (standing != ShopState.Admitted) {
            bytes4 selector = ShopNotAdmitted.selector;
            return _refusal(selector, _word(schemeId), _word(shopId), uint256(standing));
        }

        // 3. The budget is enough, and moves.
        if (amount > balance) {
            bytes4 selector = InsufficientBudget.selector;
            return _refusal(selector, _word(beneficiaryId), amount, balance);
        }
        device.nonces = nonces;
        // Nothing overflows: a balance is part of what was allocated, and that of what was funded: 48 bits.
        unchecked {
            beneficiary.balance = balance - amount;
            scheme.spent = spent + amount;
            _setOwed(scheme, account, owed, owed + _signed(amount));
        }
        emit PaymentMade(
            purchase.paymentId,
            beneficiaryId,
            shopId,
            purchase.till,
            purchase.device,
            purchase.nonce,
            amount
        );
    }

    /// @dev An encoded error. All refusals of payments are written by these few lines: each `abi.encodeWithSelector` of
    /// its own takes 80 bytes of code, of which the ledger has few to spare.
    function _refusal(bytes4 selector, uint256 first) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, first);
    }

    function _refusal(
        bytes4 selector,
        uint256 first,
        uint256 second
    ) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, first, second);
    }

    function _refusal(
        bytes4 selector,
        uint256 first,
        uint256 second,
        uint256 third
    ) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, first, second, third);
    }

    function _word(bytes16 id) internal pure returns (uint256) {
        return uint256(bytes32(id));
    }

    function _word(address account) internal pure returns (uint256) {
        return uint160(account);
    }
}
