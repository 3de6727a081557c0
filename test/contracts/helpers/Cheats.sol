// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

/// @notice What the Solidity test runner lets a test do; the few of its cheatcodes that are used here.
interface Cheats {
    /// @notice Sets the time of the block.
    function warp(uint256 timestamp) external;

    /// @notice The next call is made by this account.
    function prank(address sender) external;

    /// @notice Drops this run of a fuzz test when the condition is false.
    function assume(bool condition) external pure;

    /// @notice Signs a digest with P-256, as it is; s may be in either half.
    function signP256(uint256 key, bytes32 digest) external pure returns (bytes32 r, bytes32 s);

    /// @notice The public key of a P-256 key.
    function publicKeyP256(uint256 key) external pure returns (uint256 x, uint256 y);
}

Cheats constant CHEATS = Cheats(address(uint160(uint256(keccak256("hevm cheat code")))));
