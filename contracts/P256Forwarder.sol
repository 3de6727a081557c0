// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IP256Forwarder} from "./interfaces/IP256Forwarder.sol";
import {P256Verification} from "./P256Verification.sol";

/// @title P256Forwarder
/// @notice Verifies P-256 requests and forwards them with the signer appended, as ERC-2771 asks.
contract P256Forwarder is IP256Forwarder, EIP712, P256Verification {
    bytes32 private constant REQUEST_TYPEHASH =
        keccak256(
            "ForwardRequest(address from,address to,uint256 nonce,uint48 deadline,uint32 gasLimit,bytes data)"
        );

    mapping(address from => mapping(uint256 word => uint256 bitmap)) private _usedNonces;

    constructor() EIP712("Kindpakket Forwarder", "1") {}

    /// @inheritdoc IP256Forwarder
    function execute(SignedRequest calldata signed) external {
        _execute(signed);
    }

    /// @inheritdoc IP256Forwarder
    function executeBatch(SignedRequest[] calldata batch) external {
        for (uint256 i = 0; i < batch.length; ++i) {
            _requireGas(batch[i].request.gasLimit);
            try this.execute(batch[i]) {} catch (bytes memory reason) {
                emit RequestRefused(
                    requestDigest(batch[i].request),
                    batch[i].request.from,
                    reason
                );
            }
        }
    }

    /// @inheritdoc IP256Forwarder
    function isNonceUsed(address from, uint256 nonce) external view returns (bool) {
        return _usedNonces[from][nonce >> 8] & (1 << (nonce & 0xff)) != 0;
    }

    /// @inheritdoc IP256Forwarder
    function requestDigest(ForwardRequest calldata request) public view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        REQUEST_TYPEHASH,
                        request.from,
                        request.to,
                        request.nonce,
                        request.deadline,
                        request.gasLimit,
                        keccak256(request.data)
                    )
                )
            );
    }

    function _execute(SignedRequest calldata signed) private {
        ForwardRequest calldata request = signed.request;

        // 1. The request is the signer's, in time, and new.
        if (block.timestamp > request.deadline) {
            revert RequestExpired(request.deadline, uint48(block.timestamp));
        }
        bytes32 digest = requestDigest(request);
        address signer = _recover(digest, signed.signature);
        if (signer != request.from) revert SignerMismatch(request.from, signer);
        _useNonce(signer, request.nonce);

        // 2. It gets the gas that its signer set, no less.
        _requireGas(request.gasLimit);

        // 3. The target sees the signer; its refusal is passed on as it is.
        (bool success, bytes memory result) = request.to.call{gas: request.gasLimit}(
            abi.encodePacked(request.data, signer)
        );
        if (!success) _revertWith(result);
        emit RequestExecuted(digest, signer);
    }

    function _useNonce(address from, uint256 nonce) private {
        uint256 bit = 1 << (nonce & 0xff);
        uint256 bitmap = _usedNonces[from][nonce >> 8];
        if (bitmap & bit != 0) revert RequestNonceUsed(from, nonce);
        _usedNonces[from][nonce >> 8] = bitmap | bit;
    }

    /// @dev A call hands over at most 63/64 of what is left (EIP-150).
    function _requireGas(uint256 gasLimit) private view {
        uint256 available = (gasleft() * 63) / 64;
        if (available < gasLimit) revert ForwardedGasTooLow(gasLimit, available);
    }

    function _revertWith(bytes memory reason) private pure {
        if (reason.length == 0) revert CallFailedSilently();
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }
}
