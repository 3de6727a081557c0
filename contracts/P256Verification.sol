// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {P256Signature} from "./libraries/P256Signature.sol";
import {P256SolidityVerifier} from "./P256SolidityVerifier.sol";

/// @title Verifies what a browser's WebCrypto signed
/// @dev WebCrypto always hashes its input, so what is verified is P-256 over sha256(digest bytes).
abstract contract P256Verification {
    address private constant PRECOMPILE = address(0x100);

    /// @notice The verifier in Solidity; zero where the chain has the precompile, which costs 50 times less.
    P256SolidityVerifier public immutable solidityVerifier;

    /// @notice The signature is not one by the key in it over this digest.
    /// @param signer The address that belongs to the key.
    error InvalidSignature(address signer);

    constructor() {
        if (!_hasPrecompile()) solidityVerifier = new P256SolidityVerifier();
    }

    /// @dev The address of the key that signed a digest.
    function _recover(
        bytes32 digest,
        P256Signature calldata signature
    ) internal view returns (address) {
        (address signer, bool valid) = _tryRecover(digest, signature);
        if (!valid) revert InvalidSignature(signer);
        return signer;
    }

    /// @dev The address of the key in a signature, the last 20 bytes of keccak256(x ‖ y), and whether it signed.
    function _tryRecover(
        bytes32 digest,
        P256Signature calldata signature
    ) internal view returns (address signer, bool valid) {
        signer = address(uint160(uint256(Hashes.efficientKeccak256(signature.x, signature.y))));
        bytes32 signedHash = _sha256(digest);
        valid = address(solidityVerifier) == address(0)
            ? P256.verifyNative(
                signedHash,
                signature.r,
                signature.s,
                signature.x,
                signature.y
            )
            : solidityVerifier.verify(signedHash, signature);
    }

    /// @dev In scratch space: Solidity's own `sha256` wants bytes in memory, which costs 180 gas more.
    function _sha256(bytes32 word) private view returns (bytes32 hash) {
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(0x00, word)
            if iszero(staticcall(gas(), 0x02, 0x00, 0x20, 0x00, 0x20)) {
                revert(0x00, 0x00)
            }
            hash := mload(0x00)
        }
    }

    /// @dev Asks about a signature over sha256 of 32 zero bytes, made for this purpose; without the precompile the
    /// answer is empty.
    function _hasPrecompile() private view returns (bool) {
        (bool success, bytes memory result) = PRECOMPILE.staticcall(
            abi.encode(
                0x66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925,
                0x7699cc6b093899be9de016c05b6d224f9b7d4d73650ceaaf83a19e48966ffacc,
                0x55356be6c3e010ec0e3686b958386df0ba68a4cb8f56696157f365ba6e2079e0,
                0xc12d6a359e65cea1e7ad1ee12a8972dfb33a91cccdc796ea1b76ddcbce7139dd,
                0x7eb802a0ec4883918b11acfc4084c9cb8594f785e1106ed0f14a4e3ef5a69730
            )
        );
        return success && result.length == 32 && abi.decode(result, (uint256)) == 1;
    }
}
