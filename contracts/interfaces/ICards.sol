// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {Reason} from "../libraries/LedgerTypes.sol";
import {P256Signature} from "../libraries/P256Signature.sol";
import {IPayments} from "./IPayments.sol";

/// @title Printed cards with a PIN, for families without a phone
/// @notice A card is a device of the ledger whose address belongs to no key: what it signs counts only here. Here
/// it takes two signatures, the card's (its secret and its PIN make the key) and the co-signer's (the server, which
/// counts wrong PINs), and stays within what the sponsor allows a card in a payment and in a day.
/// All amounts are euro cents.
interface ICards {
    /// @notice What a card may pay. Zero in a payment: the scheme has no cards.
    /// @param perPayment Highest amount of one payment.
    /// @param perDay Highest sum in a day (UTC) of one beneficiary, whatever card it has by then. Refunds leave it.
    struct CardLimits {
        uint48 perPayment;
        uint48 perDay;
    }

    /// @notice The co-signer's ECDSA signature over `coSignatureDigest`, in the short form of EIP-2098.
    struct CoSignature {
        bytes32 r;
        bytes32 vs;
    }

    /// @notice A payment in a batch.
    struct CardPayment {
        IPayments.Authorisation authorisation;
        P256Signature signature;
        CoSignature coSignature;
    }

    /// @notice The sponsor said what cards may pay in its scheme.
    event CardLimitsSet(bytes16 indexed schemeId, uint48 perPayment, uint48 perDay);
    /// @notice A beneficiary has this card from now on, and no other.
    /// @param by The validator.
    event CardLinked(bytes16 indexed beneficiaryId, address indexed card, address indexed by);
    /// @notice A card pays nothing until it is unblocked.
    event CardBlocked(
        bytes16 indexed beneficiaryId,
        address indexed card,
        address indexed by,
        Reason reason
    );
    /// @notice A card pays again; wrong PINs before it no longer count.
    event CardUnblocked(
        bytes16 indexed beneficiaryId,
        address indexed card,
        address indexed by,
        Reason reason
    );
    /// @notice A card is worthless for good.
    event CardRemoved(
        bytes16 indexed beneficiaryId,
        address indexed card,
        address indexed by,
        Reason reason
    );
    /// @notice A card paid; the payment itself is the ledger's `PaymentMade` right before it.
    /// @param day Days since 1970 (UTC).
    /// @param spentOnDay What its beneficiary paid by card on that day, this payment included.
    event CardSpent(address indexed card, uint24 day, uint48 spentOnDay);
    /// @notice Another co-signer was proposed.
    /// @param readyAt First second, Unix time, in which it can be confirmed.
    event CoSignerOffered(address indexed candidate, uint40 readyAt);
    /// @notice Payments by card need this account's signature from now on.
    event CoSignerSet(address indexed coSigner);

    /// @notice The sponsor allows no cards in this scheme.
    error CardsNotAllowed(bytes16 schemeId);
    /// @notice The beneficiary has no such card: it never had, it was replaced or removed.
    error CardNotLinked(bytes16 beneficiaryId, address card);
    /// @notice The card is blocked.
    error CardIsBlocked(bytes16 beneficiaryId, address card);
    /// @notice The amount is more than a card may pay at a time.
    error CardPaymentLimitExceeded(uint48 requested, uint48 limit);
    /// @notice The amount is more than what the card may still pay today.
    error CardDayLimitExceeded(uint48 requested, uint48 left, uint48 limit);
    /// @notice The co-signature is not the co-signer's over this payment.
    error CoSignatureInvalid(address expected, address actual);
    /// @notice This account was not offered to be the co-signer, or not long enough ago.
    error CoSignerNotReady(address candidate, uint40 readyAt, uint40 timestamp);

    /// @notice Says what cards may pay. Only the scheme's `Sponsor`: who issues cards can't raise their limits.
    function setCardLimits(bytes16 schemeId, CardLimits calldata limits) external;

    /// @notice Gives a beneficiary a card in place of the one it has; its phones stay. Only `Validator`.
    /// @param key Address of the card's P-256 key. The card's own address is derived from it here, so that no key's
    /// address can be slipped in.
    function linkCard(bytes16 beneficiaryId, address key) external;

    /// @notice Stops a card. `Validator` or `Guardian`.
    function blockCard(bytes16 beneficiaryId, Reason reason) external;

    /// @notice Lets a card pay again, also one that the server stopped after wrong PINs. Only `Validator`.
    function unblockCard(bytes16 beneficiaryId, Reason reason) external;

    /// @notice Makes a card worthless. Only `Validator`; a linked phone does it with the ledger's `removeDevice`.
    function removeCard(bytes16 beneficiaryId, Reason reason) external;

    /// @notice Offers another co-signer. Only `Admin`; it waits as long as an offered role.
    function offerCoSigner(address candidate) external;

    /// @notice Makes an offered account the co-signer. Only `Admin`.
    function confirmCoSigner(address candidate) external;

    /// @notice Pays exactly the authorised amount to the authorised shop. Anyone may submit.
    function payByCard(
        IPayments.Authorisation calldata authorisation,
        P256Signature calldata signature,
        CoSignature calldata coSignature
    ) external;

    /// @notice Makes each payment that can be made; the rest are named in the ledger's event `PaymentRefused`.
    function payByCardBatch(CardPayment[] calldata batch) external;

    /// @notice A beneficiary's card, zero if none, and what it paid by card today.
    function cardOf(
        bytes16 beneficiaryId
    ) external view returns (address card, bool blocked, uint48 spentToday);

    /// @notice What cards may pay in a scheme.
    function cardLimitsOf(bytes16 schemeId) external view returns (CardLimits memory);

    /// @notice EIP-712 digest that the co-signer signs for a payment.
    function coSignatureDigest(bytes32 paymentId) external view returns (bytes32);

    /// @notice The address that the ledger knows a card by.
    function cardAddress(address key) external pure returns (address);
}
