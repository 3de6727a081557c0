// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {P256Signature} from "../libraries/P256Signature.sol";

/// @title ERC-2771 forwarder for people whose key lives in a browser
/// @notice Anyone may submit a signed request; the target sees the signer as its sender.
interface IP256Forwarder {
    /// @notice A command as its signer decided it.
    /// @param from Address of the signing key.
    /// @param to Contract to call.
    /// @param nonce Random number, used at most once by this signer. Nonces are unordered.
    /// @param deadline Last second, Unix time, in which the request may be executed.
    /// @param gasLimit Gas the call is given; submitting with less is refused, so a submitter can't starve a request.
    /// @param data Function and arguments, without the sender.
    struct ForwardRequest {
        address from;
        address to;
        uint256 nonce;
        uint48 deadline;
        uint32 gasLimit;
        bytes data;
    }

    /// @notice A request with its signature.
    struct SignedRequest {
        ForwardRequest request;
        P256Signature signature;
    }

    /// @notice A request was carried out.
    /// @param requestId EIP-712 digest of the request.
    /// @param from Address of the signer.
    event RequestExecuted(bytes32 indexed requestId, address indexed from);

    /// @notice A request in a batch was refused; the others went on. Its nonce stays unused. Anyone can submit a
    /// request with a false signature, so this says something about the submission, not about the request.
    /// @param requestId EIP-712 digest of the request.
    /// @param from Address the request names as signer.
    /// @param reason The encoded error.
    event RequestRefused(bytes32 indexed requestId, address indexed from, bytes reason);

    /// @notice The key in the signature is not the one that the request names.
    error SignerMismatch(address expected, address actual);
    /// @notice The request came after its deadline.
    error RequestExpired(uint48 deadline, uint48 timestamp);
    /// @notice The signer used this nonce before.
    error RequestNonceUsed(address from, uint256 nonce);
    /// @notice The submitter gave the transaction too little gas for the request.
    error ForwardedGasTooLow(uint256 required, uint256 available);
    /// @notice The call failed without saying why.
    error CallFailedSilently();

    /// @notice Carries out one request, or reverts with the target's own error.
    function execute(SignedRequest calldata signed) external;

    /// @notice Carries out each request that can be; the rest are named in `RequestRefused`. Reverts as a whole when
    /// one can't get its gas. Whoever submits should know the targets: a strange contract may use up all it is given.
    function executeBatch(SignedRequest[] calldata batch) external;

    /// @notice EIP-712 digest of a request, also its id.
    function requestDigest(ForwardRequest calldata request) external view returns (bytes32);

    /// @notice Whether a signer used a nonce.
    function isNonceUsed(address from, uint256 nonce) external view returns (bool);
}
