// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {P256Signature} from "./libraries/P256Signature.sol";

/// @title OpenZeppelin's P-256 in Solidity, for chains without the precompile of EIP-7951
/// @dev A contract of its own: its code would not fit beside the ledger's.
contract P256SolidityVerifier {
    /// @notice Whether (r, s) is a signature by the key (x, y) over a hash.
    function verify(
        bytes32 hash,
        P256Signature calldata signature
    ) external view returns (bool valid) {
        return P256.verifySolidity(hash, signature.r, signature.s, signature.x, signature.y);
    }
}
