// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IRoles} from "./interfaces/IRoles.sol";
import {Authority} from "./modules/Authority.sol";
import {Corrections} from "./modules/Corrections.sol";
import {Payments} from "./modules/Payments.sol";
import {Payouts} from "./modules/Payouts.sol";

/// @title KindpakketLedger
/// @notice The ledger of all schemes of one deployment. Immutable: a new version is a new deployment.
/// Per scheme: funded = unallocated + Σ balances + Σ owed to shops + Σ in payout + paid out + withdrawn, always.
contract KindpakketLedger is Payments, Corrections, Payouts {
    /// @param forwarder The `P256Forwarder` whose word on who signed is trusted.
    /// @param roles The contract that knows who holds which role.
    /// @param cards The contract whose word on a card's payment is trusted.
    constructor(
        address forwarder,
        IRoles roles,
        address cards
    ) ERC2771Context(forwarder) EIP712("Kindpakket", "1") Authority(roles, cards) {}
}
