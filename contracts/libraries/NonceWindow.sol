// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

/// @title Unordered nonces of one device in 88 bits
/// @dev The sliding window of RFC 4303 (IPsec anti-replay): the highest nonce used and a bit for each of the 56 up to
/// it. A nonce below the window counts as used, so an authorisation pays at most once, ever.
library NonceWindow {
    /// @notice How many nonces, counted back from the highest used, can still be used.
    uint32 internal constant WIDTH = 56;

    /// @notice The nonce was used, or lies so far back that it can't be told.
    /// @param nonce The nonce presented.
    /// @param highestNonce The highest nonce used so far.
    error NonceUsed(uint32 nonce, uint32 highestNonce);

    /// @notice Marks a nonce as used.
    /// @param highestNonce The highest nonce used so far; zero at the start.
    /// @param window Bit i is set when nonce `highestNonce - i` is used.
    /// @param nonce The nonce to use, one or more.
    /// @return The new highest nonce.
    /// @return The new window.
    function use(
        uint32 highestNonce,
        uint56 window,
        uint32 nonce
    ) internal pure returns (uint32, uint56) {
        if (nonce > highestNonce) {
            uint32 shift = nonce - highestNonce;
            uint56 shifted = shift < WIDTH ? window << shift : 0;
            return (nonce, shifted | 1);
        }
        uint32 distance = highestNonce - nonce;
        if (nonce == 0 || distance >= WIDTH || (window >> distance) & 1 == 1) {
            revert NonceUsed(nonce, highestNonce);
        }
        return (highestNonce, window | (uint56(1) << distance));
    }
}
