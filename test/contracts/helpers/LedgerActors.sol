// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {IPayments} from "../../../contracts/interfaces/IPayments.sol";
import {KindpakketLedger} from "../../../contracts/KindpakketLedger.sol";
import {PayoutState, Reason} from "../../../contracts/libraries/LedgerTypes.sol";
import {CHEATS} from "./Cheats.sol";
import {LedgerTown} from "./LedgerTown.sol";

/// @notice Families, shops and staff who do anything in any order. Each act may be refused; what they remember of those
/// that were not is what the invariants hold the ledger to.
contract LedgerActors {
    LedgerTown public immutable town;
    KindpakketLedger private immutable _ledger;
    bytes16 private immutable _scheme;

    uint256 public funded;
    uint256 public withdrawn;
    uint256 public paid;
    uint256 public givenBack;
    uint256 public settled;
    uint256 public repaid;
    bool public broken;
    string public problem;
    bytes16[] public payouts;
    mapping(bytes16 payoutId => uint256) public timesSettled;

    uint40 private _now;
    uint32 private _nonce;
    uint256 private _references;
    uint256 private _keys = 10_000;
    mapping(uint256 beneficiary => uint256 key) private _deviceKeys;

    constructor(uint48 funds) {
        town = new LedgerTown(4, 3, funds);
        _ledger = town.ledger();
        _scheme = town.SCHEME();
        _now = town.STARTS_AT();
        funded = funds;
        for (uint256 i = 1; i <= 4; ++i) _deviceKeys[i] = town.deviceKey(i);
    }

    function pay(uint256 beneficiary, uint256 shop, uint48 amount) external {
        beneficiary = 1 + (beneficiary % 4);
        shop = 1 + (shop % 3);
        amount %= 12_000;
        uint256 key = _deviceKeys[beneficiary];
        IPayments.Authorisation memory one = town.authorisation(
            beneficiary,
            town.shopId(shop),
            amount,
            ++_nonce,
            key
        );
        IPayments.ShopBoundPayment[] memory batch = new IPayments.ShopBoundPayment[](2);
        batch[0] = IPayments.ShopBoundPayment(one, town.sign(key, _ledger.authorisationDigest(one)));
        batch[1] = batch[0];
        uint48 before = _balanceOf(beneficiary);
        _ledger.payShopBoundBatch(batch);
        uint48 spent = before - _balanceOf(beneficiary);
        if (spent != 0 && spent != amount) _break("a payment took another amount");
        paid += spent;
    }

    function payOpen(uint256 beneficiary, uint256 shop, uint48 maximum, uint48 amount) external {
        beneficiary = 1 + (beneficiary % 4);
        shop = 1 + (shop % 3);
        maximum %= 12_000;
        amount %= 12_000;
        uint256 key = _deviceKeys[beneficiary];
        IPayments.Authorisation memory one = town.authorisation(
            beneficiary,
            0,
            maximum,
            ++_nonce,
            key
        );
        bytes32 paymentId = _ledger.authorisationDigest(one);
        IPayments.Charge memory charge = IPayments.Charge(town.shopId(shop), amount);
        bytes32 chargeDigest = _ledger.chargeDigest(paymentId, charge);
        try
            _ledger.payOpen(
                one,
                town.sign(key, paymentId),
                charge,
                town.sign(town.tillKey(shop), chargeDigest)
            )
        {
            if (amount > maximum) _break("a till took more than was authorised");
            paid += amount;
        } catch {}
    }

    function refund(uint256 beneficiary, uint256 shop, uint48 amount) external {
        (bytes16 who, bytes16 where) = _pair(beneficiary, shop);
        amount %= 12_000;
        CHEATS.prank(town.addressOf(town.tillKey(1 + (shop % 3))));
        try _ledger.refund("payment", who, where, amount) {
            givenBack += amount;
        } catch {}
    }

    function reverse(uint256 beneficiary, uint256 shop, uint48 amount) external {
        (bytes16 who, bytes16 where) = _pair(beneficiary, shop);
        amount %= 12_000;
        CHEATS.prank(address(town));
        try _ledger.reversePayment("payment", who, where, amount, Reason.Dispute) {
            givenBack += amount;
        } catch {}
    }

    function openPayout(uint256 shop, uint48 amount) external {
        bytes16 payoutId = bytes16(uint128(++_references));
        bytes16 shopId = town.shopId(1 + (shop % 3));
        CHEATS.prank(address(town));
        try _ledger.openPayout(_scheme, shopId, payoutId, amount % 30_000) {
            payouts.push(payoutId);
        } catch {}
    }

    function settlePayout(uint256 index) external {
        if (payouts.length == 0) return;
        bytes16 payoutId = payouts[index % payouts.length];
        (, , uint48 amount, ) = _ledger.payoutOf(payoutId);
        CHEATS.prank(address(town));
        try _ledger.settlePayout(payoutId, "booked") {
            settled += amount;
            ++timesSettled[payoutId];
        } catch {}
    }

    function returnPayout(uint256 index) external {
        if (payouts.length == 0) return;
        bytes16 payoutId = payouts[index % payouts.length];
        (, , uint48 amount, PayoutState state) = _ledger.payoutOf(payoutId);
        CHEATS.prank(address(town));
        try _ledger.returnPayout(payoutId, "AC04") {
            if (state == PayoutState.Settled) settled -= amount;
        } catch {}
    }

    function bookRepayment(uint256 shop, uint48 amount) external {
        bytes16 shopId = town.shopId(1 + (shop % 3));
        amount %= 12_000;
        CHEATS.prank(address(town));
        try _ledger.bookRepayment(_scheme, shopId, amount, bytes32(++_references)) {
            repaid += amount;
        } catch {}
    }

    function fund(uint48 amount) external {
        amount %= 20_000;
        CHEATS.prank(address(town));
        try _ledger.fundScheme(_scheme, amount, bytes32(++_references)) {
            funded += amount;
        } catch {}
    }

    function topUp(uint256 beneficiary, uint48 amount) external {
        CHEATS.prank(address(town));
        try _ledger.topUp(_beneficiary(beneficiary), amount % 20_000, Reason.Hardship) {} catch {}
    }

    function freeze(uint256 beneficiary, bool lift) external {
        bytes16 who = _beneficiary(beneficiary);
        CHEATS.prank(address(town));
        if (lift) try _ledger.unfreezeBeneficiary(who, Reason.Resolved) {} catch {}
        else try _ledger.freezeBeneficiary(who, Reason.SuspectedMisuse) {} catch {}
    }

    function suspend(uint256 shop, bool resume) external {
        bytes16 shopId = town.shopId(1 + (shop % 3));
        CHEATS.prank(address(town));
        if (resume) try _ledger.resumeShop(_scheme, shopId, Reason.Resolved) {} catch {}
        else try _ledger.suspendShop(_scheme, shopId, Reason.SuspectedMisuse) {} catch {}
    }

    /// @dev A new letter and a new phone; now and then the account is closed instead.
    function relink(uint256 beneficiary, uint8 chance) external {
        bytes16 who = _beneficiary(beneficiary);
        if (chance < 8) {
            CHEATS.prank(address(town));
            try _ledger.closeBeneficiary(who, Reason.MovedAway) {} catch {}
            return;
        }
        CHEATS.prank(address(town));
        try _ledger.reissueLoginCode(who, address(town)) {} catch {}
        uint256 key = ++_keys;
        address device = town.addressOf(key);
        CHEATS.prank(address(town));
        try _ledger.activate(who, device) {
            _deviceKeys[1 + (beneficiary % 4)] = key;
        } catch {}
    }

    function pause(bool resume) external {
        CHEATS.prank(address(town));
        if (resume) try _ledger.resumeScheme(_scheme, Reason.Resolved) {} catch {}
        else try _ledger.pauseScheme(_scheme, Reason.Malfunction) {} catch {}
        CHEATS.prank(address(town));
        try _ledger.resumeScheme(_scheme, Reason.Resolved) {} catch {}
    }

    function pass(uint40 time, uint8 chance) external {
        _now += chance < 12 ? town.OVER_AT() - town.STARTS_AT() : time % 3 days;
        CHEATS.warp(_now);
    }

    function expire(uint256 beneficiary) external {
        bytes16[] memory one = new bytes16[](1);
        one[0] = _beneficiary(beneficiary);
        try _ledger.expireBeneficiaries(one) {
            if (_now < town.OVER_AT()) _break("expired before its time");
        } catch {}
    }

    function withdraw(uint48 amount) external {
        amount %= 100_000;
        uint48 withdrawable = _ledger.withdrawableOf(_scheme);
        CHEATS.prank(address(town));
        try _ledger.withdrawFromScheme(_scheme, amount, bytes32(++_references)) {
            if (_now < town.OVER_AT()) _break("withdrawn before its time");
            if (amount > withdrawable) _break("withdrawn what isn't at the bank");
            withdrawn += amount;
        } catch {}
    }

    function payoutCount() external view returns (uint256) {
        return payouts.length;
    }

    function _beneficiary(uint256 seed) private view returns (bytes16) {
        return town.beneficiaryId(1 + (seed % 4));
    }

    function _pair(uint256 beneficiary, uint256 shop) private view returns (bytes16, bytes16) {
        return (_beneficiary(beneficiary), town.shopId(1 + (shop % 3)));
    }

    function _balanceOf(uint256 beneficiary) private view returns (uint48 balance) {
        (, , , balance, , ) = _ledger.beneficiaryOf(town.beneficiaryId(beneficiary));
    }

    function _break(string memory what) private {
        broken = true;
        problem = what;
    }
}
