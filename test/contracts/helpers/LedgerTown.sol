// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {IBeneficiaries} from "../../../contracts/interfaces/IBeneficiaries.sol";
import {IPayments} from "../../../contracts/interfaces/IPayments.sol";
import {IPayouts} from "../../../contracts/interfaces/IPayouts.sol";
import {IRoles} from "../../../contracts/interfaces/IRoles.sol";
import {ISchemes} from "../../../contracts/interfaces/ISchemes.sol";
import {KindpakketLedger} from "../../../contracts/KindpakketLedger.sol";
import {KindpakketRoles} from "../../../contracts/KindpakketRoles.sol";
import {Role} from "../../../contracts/libraries/LedgerTypes.sol";
import {P256Signature} from "../../../contracts/libraries/P256Signature.sol";
import {P256Forwarder} from "../../../contracts/P256Forwarder.sol";
import {CHEATS} from "./Cheats.sol";

/// @notice A town for Solidity tests: this contract holds every role, is the operator, the owner of each shop's account
/// and the key of each letter. Devices and tills are P-256 keys, numbered from 1.
contract LedgerTown {
    uint256 private constant ORDER =
        0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;

    bytes16 public constant SCHEME = bytes16(uint128(1));
    uint48 public constant BUDGET = 30_000;
    uint48 public constant DEBT_LIMIT = 20_000;
    uint40 public constant STARTS_AT = 1_793_613_600;
    uint40 public constant ENDS_AT = STARTS_AT + 100 days;
    uint40 public constant OVER_AT = ENDS_AT + 30 days;

    KindpakketLedger public immutable ledger;
    uint256 public immutable beneficiaries;
    uint256 public immutable shops;

    constructor(uint256 beneficiaries_, uint256 shops_, uint48 funds) {
        beneficiaries = beneficiaries_;
        shops = shops_;
        CHEATS.warp(STARTS_AT - 1 days);
        P256Forwarder forwarder = new P256Forwarder();
        KindpakketRoles roles = new KindpakketRoles(address(forwarder), address(this), 0);
        ledger = new KindpakketLedger(address(forwarder), roles, address(0));
        for (uint256 role = uint256(Role.Sponsor); role <= uint256(Role.Guardian); ++role) {
            roles.offerRole(SCHEME, Role(role), address(this));
            roles.acceptRole(SCHEME, Role(role), address(this));
        }
        roles.setSoleLimits(
            SCHEME,
            address(ledger),
            IRoles.SoleLimits(type(uint48).max, type(uint48).max, type(uint16).max)
        );
        ledger.openScheme(
            SCHEME,
            ISchemes.SchemeTerms(STARTS_AT, ENDS_AT, 30 days, 2 days, BUDGET, DEBT_LIMIT)
        );
        ledger.fundScheme(SCHEME, funds, "first");
        ledger.setMandate(
            SCHEME,
            IPayouts.Mandate(address(this), type(uint48).max, type(uint48).max, OVER_AT)
        );
        for (uint256 i = 1; i <= beneficiaries_; ++i) _settleIn(i);
        for (uint256 i = 1; i <= shops_; ++i) _openShop(i);
        CHEATS.warp(STARTS_AT);
    }

    function beneficiaryId(uint256 number) public pure returns (bytes16) {
        return bytes16(uint128(1_000 + number));
    }

    function shopId(uint256 number) public pure returns (bytes16) {
        return bytes16(uint128(2_000 + number));
    }

    function deviceKey(uint256 number) public pure returns (uint256) {
        return 3_000 + number;
    }

    function tillKey(uint256 number) public pure returns (uint256) {
        return 4_000 + number;
    }

    function addressOf(uint256 key) public pure returns (address) {
        (uint256 x, uint256 y) = CHEATS.publicKeyP256(key);
        return address(uint160(uint256(keccak256(abi.encode(x, y)))));
    }

    /// @notice Signs as a browser does: sha256 of the digest's bytes, s in the low half.
    function sign(uint256 key, bytes32 digest) public pure returns (P256Signature memory) {
        (uint256 x, uint256 y) = CHEATS.publicKeyP256(key);
        (bytes32 r, bytes32 s) = CHEATS.signP256(key, sha256(bytes.concat(digest)));
        if (uint256(s) > ORDER / 2) s = bytes32(ORDER - uint256(s));
        return P256Signature(bytes32(x), bytes32(y), r, s);
    }

    /// @notice An authorisation that is good in the whole period.
    function authorisation(
        uint256 beneficiary,
        bytes16 shop,
        uint48 amount,
        uint32 nonce,
        uint256 key
    ) public pure returns (IPayments.Authorisation memory) {
        return
            IPayments.Authorisation(
                beneficiaryId(beneficiary),
                shop,
                amount,
                STARTS_AT - 1 days,
                OVER_AT,
                nonce,
                addressOf(key)
            );
    }

    function _settleIn(uint256 number) private {
        IBeneficiaries.Registration[] memory one = new IBeneficiaries.Registration[](1);
        one[0] = IBeneficiaries.Registration(beneficiaryId(number), address(this));
        ledger.registerBeneficiaries(SCHEME, one);
        ledger.activate(beneficiaryId(number), addressOf(deviceKey(number)));
    }

    function _openShop(uint256 number) private {
        address owner = address(uint160(5_000 + number));
        CHEATS.prank(owner);
        ledger.registerShop(shopId(number));
        CHEATS.prank(owner);
        ledger.addTill(shopId(number), addressOf(tillKey(number)));
        ledger.admitShop(SCHEME, shopId(number), "iban");
    }
}
