// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {NonceWindow} from "../../contracts/libraries/NonceWindow.sol";

/// @notice The window against a plain record of what was used.
contract NonceWindowTest {
    uint32 private constant WIDTH = 56;

    mapping(uint32 nonce => bool) private _used;

    /// @notice Nonces near each other, in any order: new unless used, zero, or 56 or more below the highest.
    function testFuzzAgainstARecord(uint32 start, uint8[48] calldata steps) external {
        NonceWindow window;
        uint32 highest = 0;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint32 nonce = uint32((uint256(start) + steps[i]) % type(uint32).max);
            bool expected = nonce != 0 && !_used[nonce] && (nonce > highest || highest - nonce < WIDTH);
            (bool isNew, NonceWindow marked) = window.mark(nonce);
            require(isNew == expected, "differs from the record");
            if (!isNew) continue;
            window = marked;
            _used[nonce] = true;
            if (nonce > highest) highest = nonce;
            require(window.highest() == highest, "another highest nonce");
            require(window.bits() & 1 == 1, "the highest isn't marked");
        }
    }

    /// @notice Any two nonces: the second is new unless it is the first, zero or too far back.
    function testFuzzPair(uint32 first, uint32 second) external pure {
        NonceWindow window;
        bool isNew;
        (isNew, window) = window.mark(first);
        require(isNew == (first != 0), "the first is new unless zero");
        if (!isNew) return;
        (isNew, ) = window.mark(second);
        bool expected = second != 0 && (second > first || (second < first && first - second < WIDTH));
        require(isNew == expected, "the second differs");
    }

    /// @notice The whole window is usable, once.
    function testWholeWindow() external pure {
        NonceWindow window;
        bool isNew;
        (, window) = window.mark(1_000);
        for (uint32 back = 1; back < WIDTH; ++back) {
            (isNew, window) = window.mark(1_000 - back);
            require(isNew, "within the window");
        }
        require(window.bits() == type(uint56).max, "full");
        for (uint32 back = 0; back <= WIDTH; ++back) {
            (isNew, ) = window.mark(1_000 - back);
            require(!isNew, "used or too far back");
        }
    }
}
