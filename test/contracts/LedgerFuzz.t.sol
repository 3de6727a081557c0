// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {ISchemes} from "../../contracts/interfaces/ISchemes.sol";
import {ICorrections} from "../../contracts/interfaces/ICorrections.sol";
import {IPayments} from "../../contracts/interfaces/IPayments.sol";
import {KindpakketLedger} from "../../contracts/KindpakketLedger.sol";
import {P256Signature} from "../../contracts/libraries/P256Signature.sol";
import {P256Verification} from "../../contracts/P256Verification.sol";
import {CHEATS} from "./helpers/Cheats.sol";
import {LedgerTown} from "./helpers/LedgerTown.sol";

/// @notice Amounts, times, nonces and signatures that nobody would think of.
contract LedgerFuzzTest {
    LedgerTown private _town;
    KindpakketLedger private _ledger;

    function setUp() external {
        _town = new LedgerTown(2, 2, 200_000);
        _ledger = _town.ledger();
    }

    function testTownUsesThePrecompile() external view {
        require(address(_ledger.solidityVerifier()) == address(0), "no precompile here");
    }

    /// @notice Pays what the budget holds and not a cent more.
    function testFuzzAmount(uint48 amount) external {
        if (amount % 2 == 0) amount %= 2 * _town.BUDGET();
        IPayments.Authorisation memory authorisation = _bound(amount, 1);
        bytes memory refusal;
        if (amount == 0) refusal = abi.encodeWithSelector(ISchemes.AmountZero.selector);
        else if (amount > _town.BUDGET()) {
            refusal = abi.encodeWithSelector(
                IPayments.InsufficientBudget.selector,
                _town.beneficiaryId(1),
                amount,
                _town.BUDGET()
            );
        }
        _expectPay(authorisation, refusal);
        require(_balance() == (refusal.length == 0 ? _town.BUDGET() - amount : _town.BUDGET()), "");
    }

    /// @notice An open payment takes what the till charges, never more than was authorised.
    function testFuzzOpenAmount(uint48 maximum, uint48 amount) external {
        maximum %= 2 * _town.BUDGET();
        amount %= 2 * _town.BUDGET();
        IPayments.Authorisation memory authorisation = _town.authorisation(
            1,
            0,
            maximum,
            1,
            _town.deviceKey(1)
        );
        bytes32 paymentId = _ledger.authorisationDigest(authorisation);
        IPayments.Charge memory charge = IPayments.Charge(_town.shopId(2), amount);
        P256Signature memory family = _town.sign(_town.deviceKey(1), paymentId);
        P256Signature memory till = _town.sign(
            _town.tillKey(2),
            _ledger.chargeDigest(paymentId, charge)
        );
        bool payable_ = amount > 0 && amount <= maximum && amount <= _town.BUDGET();
        try _ledger.payOpen(authorisation, family, charge, till) {
            require(payable_, "paid what can't be");
            require(_balance() == _town.BUDGET() - amount, "another balance");
        } catch {
            require(!payable_, "refused what can be");
        }
    }

    /// @notice Pays from validAfter up to, not including, validBefore, within the scheme's period; at all edges.
    function testFuzzTime(uint40 validAfter, uint40 validBefore, uint40 timestamp) external {
        timestamp =
            (timestamp % 2 == 0 ? _town.STARTS_AT() : _town.ENDS_AT()) +
            ((timestamp / 2) % 5) -
            2;
        validAfter = timestamp + (validAfter % 5) - 2;
        validBefore = timestamp + (validBefore % 5) - 2;
        CHEATS.warp(timestamp);
        IPayments.Authorisation memory authorisation = _bound(1, 1);
        authorisation.validAfter = validAfter;
        authorisation.validBefore = validBefore;
        bytes memory refusal;
        if (timestamp < validAfter || timestamp >= validBefore) {
            refusal = abi.encodeWithSelector(
                IPayments.AuthorisationNotInTime.selector,
                validAfter,
                validBefore,
                timestamp
            );
        } else if (timestamp < _town.STARTS_AT() || timestamp >= _town.ENDS_AT()) {
            refusal = abi.encodeWithSelector(
                ISchemes.SchemeNotInPeriod.selector,
                _town.SCHEME(),
                _town.STARTS_AT(),
                _town.ENDS_AT(),
                timestamp
            );
        }
        _expectPay(authorisation, refusal);
    }

    /// @notice Two nonces of one device, through the ledger.
    function testFuzzNonces(uint32 first, uint32 second) external {
        bytes memory none;
        bytes memory used = abi.encodeWithSelector(IPayments.NonceUsed.selector, 0, 0);
        _expectPay(_bound(1, first), first == 0 ? used : none);
        if (first == 0) return;
        bool isNew = second != 0 && (second > first || (second < first && first - second < 56));
        used = abi.encodeWithSelector(IPayments.NonceUsed.selector, second, first);
        _expectPay(_bound(1, second), isNew ? none : used);
    }

    /// @notice No two random halves are a signature.
    function testFuzzRandomSignature(bytes32 r, bytes32 s) external {
        IPayments.Authorisation memory authorisation = _bound(1, 1);
        P256Signature memory signature = _town.sign(
            _town.deviceKey(1),
            _ledger.authorisationDigest(authorisation)
        );
        CHEATS.assume(r != signature.r || s != signature.s);
        signature.r = r;
        signature.s = s;
        _expect(authorisation, signature, _invalid(signature));
    }

    /// @notice A good signature with any one of its 1,024 bits turned is none.
    function testFuzzTurnedBit(uint256 bit) external {
        IPayments.Authorisation memory authorisation = _bound(1, 1);
        P256Signature memory signature = _town.sign(
            _town.deviceKey(1),
            _ledger.authorisationDigest(authorisation)
        );
        bytes32 turned = bytes32(uint256(1) << (bit % 256));
        uint256 part = (bit / 256) % 4;
        if (part == 0) signature.x ^= turned;
        else if (part == 1) signature.y ^= turned;
        else if (part == 2) signature.r ^= turned;
        else signature.s ^= turned;
        _expect(authorisation, signature, _invalid(signature));
    }

    /// @notice Any key that isn't the device's is refused, whatever it signs.
    function testFuzzOtherKey(uint128 key) external {
        CHEATS.assume(key != 0 && key != _town.deviceKey(1));
        IPayments.Authorisation memory authorisation = _bound(1, 1);
        P256Signature memory signature = _town.sign(
            key,
            _ledger.authorisationDigest(authorisation)
        );
        bytes memory refusal = abi.encodeWithSelector(
            IPayments.DeviceMismatch.selector,
            authorisation.device,
            _town.addressOf(key)
        );
        _expect(authorisation, signature, refusal);
    }

    /// @notice What comes back by refunds and reversals is never more than was spent.
    function testFuzzCorrections(uint48 spent, uint48[4] calldata amounts) external {
        spent = 1 + (spent % _town.BUDGET());
        bytes memory none;
        _expectPay(_bound(spent, 1), none);
        uint256 left = spent;
        (bytes16 beneficiary, bytes16 shop) = (_town.beneficiaryId(1), _town.shopId(1));
        address till = _town.addressOf(_town.tillKey(1));
        for (uint256 i = 0; i < amounts.length; ++i) {
            uint48 amount = amounts[i] % (2 * spent);
            CHEATS.prank(till);
            try _ledger.refund("payment", beneficiary, shop, amount) {
                require(amount > 0 && amount <= left, "gave back too much");
                left -= amount;
            } catch (bytes memory reason) {
                bool isKnown = bytes4(reason) == ICorrections.CorrectionAboveSpent.selector ||
                    bytes4(reason) == ICorrections.ShopDebtLimitExceeded.selector ||
                    bytes4(reason) == ISchemes.AmountZero.selector;
                require(isKnown, "refused for another reason");
            }
        }
        require(_balance() == _town.BUDGET() - left, "another balance");
        require(_ledger.conservationOf(_town.SCHEME()).holds, "does not add up");
    }

    function _bound(
        uint48 amount,
        uint32 nonce
    ) private view returns (IPayments.Authorisation memory) {
        return _town.authorisation(1, _town.shopId(1), amount, nonce, _town.deviceKey(1));
    }

    function _balance() private view returns (uint48 balance) {
        (, , , balance, , ) = _ledger.beneficiaryOf(_town.beneficiaryId(1));
    }

    function _invalid(P256Signature memory signature) private pure returns (bytes memory) {
        address signer = address(uint160(uint256(keccak256(abi.encode(signature.x, signature.y)))));
        return abi.encodeWithSelector(P256Verification.InvalidSignature.selector, signer);
    }

    /// @dev Pays, or is refused with exactly this error.
    function _expectPay(
        IPayments.Authorisation memory authorisation,
        bytes memory refusal
    ) private {
        bytes32 digest = _ledger.authorisationDigest(authorisation);
        _expect(authorisation, _town.sign(_town.deviceKey(1), digest), refusal);
    }

    function _expect(
        IPayments.Authorisation memory authorisation,
        P256Signature memory signature,
        bytes memory refusal
    ) private {
        try _ledger.payShopBound(authorisation, signature) {
            require(refusal.length == 0, "paid what can't be");
        } catch (bytes memory reason) {
            require(keccak256(reason) == keccak256(refusal), "refused for another reason");
        }
    }
}
