// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

/// @notice A P-256 signature with the public key that made it. The key travels in calldata and is checked against an
/// address.
/// @param x First coordinate of the public key.
/// @param y Second coordinate of the public key.
/// @param r First half of the signature.
/// @param s Second half of the signature, in the low half of the order.
struct P256Signature {
    bytes32 x;
    bytes32 y;
    bytes32 r;
    bytes32 s;
}
