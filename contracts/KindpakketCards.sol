// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IBeneficiaries} from "./interfaces/IBeneficiaries.sol";
import {ICards} from "./interfaces/ICards.sol";
import {IDevices} from "./interfaces/IDevices.sol";
import {IPayments} from "./interfaces/IPayments.sol";
import {IRoles} from "./interfaces/IRoles.sol";
import {Reason, Role} from "./libraries/LedgerTypes.sol";
import {P256Signature} from "./libraries/P256Signature.sol";
import {P256Verification} from "./P256Verification.sol";

/// @title KindpakketCards
/// @notice What printed cards may do; a contract of its own beside the ledger, which takes its word for a card's
/// signatures and limits, and checks all else of a payment itself.
contract KindpakketCards is ICards, ERC2771Context, EIP712, P256Verification {
    /// @dev The first slot is what each payment reads and writes.
    struct Account {
        address card;
        bool blocked;
        uint24 day;
        uint48 spentOnDay;
        bytes16 schemeId;
    }

    bytes32 private constant CO_SIGNATURE_TYPEHASH = keccak256("CardPayment(bytes32 paymentId)");
    bytes32 private constant CARD_DOMAIN = keccak256("kindpakket card v1");

    /// @notice The contract that knows who holds which role.
    IRoles public immutable roles;

    /// @notice The ledger whose money cards spend.
    address public immutable ledger;

    /// @notice Whose signature each payment by card needs beside the card's: the server, which counts wrong PINs.
    address public coSigner;

    mapping(address candidate => uint40 readyAt) private _coSignerOffers;
    mapping(bytes16 schemeId => CardLimits) private _limits;
    mapping(bytes16 beneficiaryId => Account) private _accounts;

    /// @param forwarder The `P256Forwarder` whose word on who signed is trusted.
    /// @param roles_ The contract that knows who holds which role.
    /// @param ledger_ The ledger, which was told this contract's address before it was there.
    /// @param coSigner_ The server's account.
    constructor(
        address forwarder,
        IRoles roles_,
        address ledger_,
        address coSigner_
    ) ERC2771Context(forwarder) EIP712("Kindpakket Cards", "1") {
        roles = roles_;
        ledger = ledger_;
        coSigner = coSigner_;
        emit CoSignerSet(coSigner_);
    }

    /// @inheritdoc ICards
    function setCardLimits(bytes16 schemeId, CardLimits calldata limits) external {
        roles.requireRole(schemeId, Role.Sponsor, _msgSender());
        _limits[schemeId] = limits;
        emit CardLimitsSet(schemeId, limits.perPayment, limits.perDay);
    }

    /// @inheritdoc ICards
    function linkCard(bytes16 beneficiaryId, address key) external {
        (bytes16 schemeId, , , , , ) = IBeneficiaries(ledger).beneficiaryOf(beneficiaryId);
        address sender = _msgSender();
        roles.requireRole(schemeId, Role.Validator, sender);
        if (_limits[schemeId].perPayment == 0) revert CardsNotAllowed(schemeId);

        // What was paid by card today stays, so that another card is no other day's limit.
        Account storage account = _accounts[beneficiaryId];
        _unlink(beneficiaryId, account.card);
        address card = cardAddress(key);
        (account.card, account.blocked, account.schemeId) = (card, false, schemeId);
        emit CardLinked(beneficiaryId, card, sender);
        IDevices(ledger).addDevice(beneficiaryId, card);
    }

    /// @inheritdoc ICards
    function blockCard(bytes16 beneficiaryId, Reason reason) external {
        Account storage account = _knownAccount(beneficiaryId);
        address sender = _msgSender();
        if (!roles.holdsRole(account.schemeId, Role.Guardian, sender)) {
            roles.requireRole(account.schemeId, Role.Validator, sender);
        }
        account.blocked = true;
        emit CardBlocked(beneficiaryId, account.card, sender, reason);
    }

    /// @inheritdoc ICards
    function unblockCard(bytes16 beneficiaryId, Reason reason) external {
        Account storage account = _knownAccount(beneficiaryId);
        address sender = _msgSender();
        roles.requireRole(account.schemeId, Role.Validator, sender);
        account.blocked = false;
        emit CardUnblocked(beneficiaryId, account.card, sender, reason);
    }

    /// @inheritdoc ICards
    function removeCard(bytes16 beneficiaryId, Reason reason) external {
        Account storage account = _knownAccount(beneficiaryId);
        address sender = _msgSender();
        roles.requireRole(account.schemeId, Role.Validator, sender);
        address card = account.card;
        account.card = address(0);
        emit CardRemoved(beneficiaryId, card, sender, reason);
        _unlink(beneficiaryId, card);
    }

    /// @inheritdoc ICards
    function offerCoSigner(address candidate) external {
        roles.requireRole(0, Role.Admin, _msgSender());
        uint40 readyAt = uint40(block.timestamp) + roles.roleDelay();
        _coSignerOffers[candidate] = readyAt;
        emit CoSignerOffered(candidate, readyAt);
    }

    /// @inheritdoc ICards
    function confirmCoSigner(address candidate) external {
        roles.requireRole(0, Role.Admin, _msgSender());
        uint40 readyAt = _coSignerOffers[candidate];
        if (readyAt == 0 || block.timestamp < readyAt) {
            revert CoSignerNotReady(candidate, readyAt, uint40(block.timestamp));
        }
        delete _coSignerOffers[candidate];
        coSigner = candidate;
        emit CoSignerSet(candidate);
    }

    /// @inheritdoc ICards
    function payByCardBatch(CardPayment[] calldata batch) external {
        for (uint256 i = 0; i < batch.length; ++i) {
            CardPayment calldata payment = batch[i];
            try
                this.payByCard(payment.authorisation, payment.signature, payment.coSignature)
            {} catch (bytes memory reason) {
                emit IPayments.PaymentRefused(
                    IPayments(ledger).authorisationDigest(payment.authorisation),
                    reason
                );
            }
        }
    }

    /// @inheritdoc ICards
    function cardOf(
        bytes16 beneficiaryId
    ) external view returns (address card, bool blocked, uint48 spentToday) {
        Account storage account = _accounts[beneficiaryId];
        return (account.card, account.blocked, _spentOn(account, _today()));
    }

    /// @inheritdoc ICards
    function cardLimitsOf(bytes16 schemeId) external view returns (CardLimits memory) {
        return _limits[schemeId];
    }

    /// @inheritdoc ICards
    function payByCard(
        IPayments.Authorisation calldata authorisation,
        P256Signature calldata signature,
        CoSignature calldata coSignature
    ) public {
        // 1. The card is the beneficiary's, and the amount within its limits.
        bytes16 beneficiaryId = authorisation.beneficiaryId;
        Account storage account = _accounts[beneficiaryId];
        address card = account.card;
        if (card == address(0) || card != authorisation.device) {
            revert CardNotLinked(beneficiaryId, authorisation.device);
        }
        if (account.blocked) revert CardIsBlocked(beneficiaryId, card);
        (uint24 today, uint48 spentOnDay) = _countIn(account, authorisation.maximumAmount);

        // 2. Card and server both signed this payment.
        bytes32 paymentId = IPayments(ledger).authorisationDigest(authorisation);
        address signer = cardAddress(_recover(paymentId, signature));
        if (signer != card) revert IPayments.DeviceMismatch(card, signer);
        (address second, , ) = ECDSA.tryRecover(
            coSignatureDigest(paymentId),
            coSignature.r,
            coSignature.vs
        );
        if (second != coSigner || second == address(0)) {
            revert CoSignatureInvalid(coSigner, second);
        }

        // 3. It counts, and the ledger pays.
        (account.day, account.spentOnDay) = (today, spentOnDay);
        IPayments(ledger).payShopBound(authorisation, signature);
        emit CardSpent(card, today, spentOnDay);
    }

    /// @inheritdoc ICards
    function coSignatureDigest(bytes32 paymentId) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(CO_SIGNATURE_TYPEHASH, paymentId)));
    }

    /// @inheritdoc ICards
    function cardAddress(address key) public pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(CARD_DOMAIN, key)))));
    }

    /// @dev The card may be dead already: removed by a phone, or with a new login code.
    function _unlink(bytes16 beneficiaryId, address card) private {
        (bytes16 linkedTo, , ) = IDevices(ledger).deviceOf(card);
        if (linkedTo != 0) IDevices(ledger).removeDevice(beneficiaryId, card);
    }

    function _knownAccount(bytes16 beneficiaryId) private view returns (Account storage account) {
        account = _accounts[beneficiaryId];
        if (account.card == address(0)) revert CardNotLinked(beneficiaryId, address(0));
    }

    /// @dev The day, and what was paid by card on it with this amount.
    function _countIn(
        Account storage account,
        uint48 amount
    ) private view returns (uint24 today, uint48 spentOnDay) {
        CardLimits memory limits = _limits[account.schemeId];
        if (limits.perPayment == 0) revert CardsNotAllowed(account.schemeId);
        if (amount > limits.perPayment) {
            revert CardPaymentLimitExceeded(amount, limits.perPayment);
        }
        today = _today();
        spentOnDay = _spentOn(account, today);
        uint48 left = limits.perDay > spentOnDay ? limits.perDay - spentOnDay : 0;
        if (amount > left) revert CardDayLimitExceeded(amount, left, limits.perDay);
        spentOnDay += amount;
    }

    function _spentOn(Account storage account, uint24 day) private view returns (uint48) {
        return account.day == day ? account.spentOnDay : 0;
    }

    function _today() private view returns (uint24) {
        return uint24(block.timestamp / 1 days);
    }
}
