// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {IP256Forwarder} from "./interfaces/IP256Forwarder.sol";
import {P256Verification} from "./P256Verification.sol";

/// @title P256Forwarder
/// @notice Verifies P-256 requests and forwards them with the signer appended, as ERC-2771 asks.
contract P256Forwarder is IP256Forwarder, EIP712, P256Verification {
    bytes32 private constant REQUEST_TYPEHASH =
        keccak256(
            "ForwardRequest(address from,address to,uint256 nonce,uint48 deadline,uint32 gasLimit,bytes data)"
        );

    /// @dev Gas of the step from the last check to the call itself; an account not yet touched costs 2,600 (EIP-2929).
    uint256 private constant CALL_GAS = 5_000;
    /// @dev Gas of a request beside its own limit: signature and nonce, and for each byte copying and hashing.
    uint256 private constant REQUEST_GAS = 60_000;
    uint256 private constant REQUEST_GAS_IN_SOLIDITY = 600_000;
    uint256 private constant REQUEST_GAS_PER_BYTE = 5;

    mapping(address from => mapping(uint256 word => uint256 bitmap)) private _usedNonces;

    constructor() EIP712("Kindpakket Forwarder", "1") {}

    /// @inheritdoc IP256Forwarder
    function execute(SignedRequest calldata signed) external {
        _execute(signed);
    }

    /// @inheritdoc IP256Forwarder
    function executeBatch(SignedRequest[] calldata batch) external {
        for (uint256 i = 0; i < batch.length; ++i) {
            _requireGas(_gasOf(batch[i].request));
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
        bytes memory data = abi.encodePacked(request.data, signer);
        _requireGas(uint256(request.gasLimit) + CALL_GAS);

        // 3. The target sees the signer; its refusal is passed on as it is.
        (bool success, bytes memory result) = request.to.call{gas: request.gasLimit}(data);
        if (!success) _revertWith(result);
        emit RequestExecuted(digest, signer);
    }

    function _useNonce(address from, uint256 nonce) private {
        uint256 bit = 1 << (nonce & 0xff);
        uint256 bitmap = _usedNonces[from][nonce >> 8];
        if (bitmap & bit != 0) revert RequestNonceUsed(from, nonce);
        _usedNonces[from][nonce >> 8] = bitmap | bit;
    }

    /// @dev So much that `execute` can't fail for want of gas: a refusal in a batch is never the submitter's doing.
    function _gasOf(ForwardRequest calldata request) private view returns (uint256) {
        uint256 verification = address(solidityVerifier) == address(0)
            ? REQUEST_GAS
            : REQUEST_GAS_IN_SOLIDITY;
        uint256 gasLimit = request.gasLimit;
        return gasLimit + gasLimit / 63 + verification + REQUEST_GAS_PER_BYTE * request.data.length;
    }

    /// @dev A call hands over at most 63/64 of what is left (EIP-150).
    function _requireGas(uint256 required) private view {
        uint256 available = (gasleft() * 63) / 64;
        if (available < required) revert ForwardedGasTooLow(required, available);
    }

    function _revertWith(bytes memory reason) private pure {
        if (reason.length == 0) revert CallFailedSilently();
        LowLevelCall.bubbleRevert(reason);
    }
}
