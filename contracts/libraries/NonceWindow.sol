// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

/// @title Unordered nonces of one device in 88 bits: the highest nonce used in the upper 32, the window in the lower 56
/// @dev The sliding window of RFC 4303 (IPsec anti-replay): bit i is set when nonce `highest - i` is used.
/// A nonce below the window counts as used, so an authorisation pays at most once, ever.
type NonceWindow is uint88;

using NonceWindows for NonceWindow global;

/// @title Reads and marks a window of nonces
library NonceWindows {
    /// @notice How many nonces, counted back from the highest used, can still be used.
    uint32 internal constant WIDTH = 56;

    /// @notice The highest nonce used; zero at the start.
    function highest(NonceWindow window) internal pure returns (uint32) {
        return uint32(NonceWindow.unwrap(window) >> WIDTH);
    }

    /// @notice A bit for each of the 56 nonces up to the highest.
    function bits(NonceWindow window) internal pure returns (uint56) {
        return uint56(NonceWindow.unwrap(window));
    }

    /// @notice Marks a nonce as used.
    /// @param nonce The nonce, one or more.
    /// @return isNew False when the nonce was used, or lies so far back that it can't be told.
    /// @return marked The window with the nonce in it.
    function mark(
        NonceWindow window,
        uint32 nonce
    ) internal pure returns (bool isNew, NonceWindow marked) {
        uint88 packed = NonceWindow.unwrap(window);
        uint32 highestNonce = window.highest();
        unchecked {
            if (nonce > highestNonce) {
                uint32 shift = nonce - highestNonce;
                uint56 shifted = shift < WIDTH ? uint56(packed) << shift : 0;
                return (true, NonceWindow.wrap((uint88(nonce) << WIDTH) | shifted | 1));
            }
            uint32 distance = highestNonce - nonce;
            uint88 bit = distance < WIDTH ? uint88(1) << distance : 0;
            isNew = nonce != 0 && bit != 0 && packed & bit == 0;
            return (isNew, NonceWindow.wrap(packed | bit));
        }
    }
}
