// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

import {Act, Role} from "../libraries/LedgerTypes.sol";

/// @title Roles, held per scheme
/// @notice The framework-setter offers a role, and after a delay the candidate accepts it. Taking a role away is
/// immediate, so that a lost device is harmless in one step. No role moves money by itself to anyone new.
/// Four eyes: what takes two holders of a role is kept here from the first signature until the second, and then
/// carried out by this contract, whose word the ledger takes for that of both.
interface IRoles {
    /// @notice What one person does alone within a scheme; beyond it one proposes and another confirms.
    /// @param funding Highest sum a day (UTC), in cents, that is funded and taken back on one signature each.
    /// @param ibanChange What a shop may be owed and have in payout, in cents, when one validator confirms its other
    /// IBAN. With zero it always takes two, also when nothing is at stake at that second.
    /// @param admissionsPerDay Shops a day (UTC) that are admitted on the word of one validator.
    struct SoleLimits {
        uint48 funding;
        uint48 ibanChange;
        uint16 admissionsPerDay;
    }

    /// @notice A role was offered.
    /// @param schemeId Scheme it is for; zero for `Admin`.
    /// @param role The role.
    /// @param candidate Account that may accept it; often the one-time key of an enrolment link.
    /// @param readyAt First second, Unix time, in which it can be accepted.
    event RoleOffered(bytes16 indexed schemeId, Role indexed role, address indexed candidate, uint40 readyAt);
    /// @notice An offer was taken back before it was accepted.
    event RoleOfferWithdrawn(bytes16 indexed schemeId, Role indexed role, address indexed candidate);
    /// @notice A role was accepted: `holder` has it from now on.
    event RoleAccepted(
        bytes16 indexed schemeId,
        Role indexed role,
        address indexed holder,
        address candidate
    );
    /// @notice A role was taken away.
    event RoleWithdrawn(bytes16 indexed schemeId, Role indexed role, address indexed holder);

    /// @notice What one person does alone is fixed from now on.
    event SoleLimitsSet(bytes16 indexed schemeId, address indexed ledger, SoleLimits limits);
    /// @notice One holder of the act's role proposed a call. Nothing else changed yet.
    /// @param callId keccak256 of `call`.
    /// @param ledger The contract that the call is for.
    /// @param expiresAt First second, Unix time, in which it can no longer be confirmed.
    event ActProposed(
        bytes16 indexed schemeId,
        bytes32 indexed callId,
        address indexed proposer,
        address ledger,
        Act act,
        uint40 expiresAt,
        bytes call
    );
    /// @notice Another holder of the role confirmed it, and it was carried out.
    event ActConfirmed(
        bytes16 indexed schemeId,
        bytes32 indexed callId,
        address indexed confirmer,
        address ledger
    );
    /// @notice A proposed act was taken back.
    event ActWithdrawn(
        bytes16 indexed schemeId,
        bytes32 indexed callId,
        address indexed by,
        address ledger
    );

    /// @notice There is no such role to give, or it doesn't go with this scheme.
    error RoleNotGrantable(bytes16 schemeId, Role role);
    /// @notice The account was offered no such role.
    error RoleNotOffered(bytes16 schemeId, Role role, address candidate);
    /// @notice The offer can be accepted from `readyAt` up to, and not including, `expiresAt`.
    error RoleOfferNotOpen(uint40 readyAt, uint40 expiresAt, uint40 timestamp);
    /// @notice The account does not hold the role.
    error RoleNotHeld(bytes16 schemeId, Role role, address holder);
    /// @notice This is beyond what one person does alone: it is proposed and then confirmed by another.
    /// @param limit The scheme's limit: cents, or admissions a day.
    error ActNeedsTwo(bytes16 schemeId, Act act, uint48 amount, uint48 limit);
    /// @notice Who proposed the act can't confirm it.
    error ActNeedsAnother(bytes32 callId, address proposer);
    /// @notice The act was proposed before and waits for another.
    error ActAlreadyProposed(bytes32 callId, address proposer);
    /// @notice The act was not proposed, was taken back or confirmed, its time is up, or who proposed it lost the
    /// role.
    error ActNotProposed(bytes16 schemeId, bytes32 callId);
    /// @notice The call is none that two can make together, or is for another scheme.
    error ActUnknown(bytes16 schemeId, bytes4 selector);
    /// @notice What one person does alone is fixed once for a scheme.
    error SoleLimitsFixed(bytes16 schemeId);
    /// @notice Without a framework-setter nobody could ever give a role again.
    error LastAdmin();
    /// @notice The zero address was given where an account is meant.
    error ZeroAddress();

    /// @notice Offers a role. Only `Admin`.
    function offerRole(bytes16 schemeId, Role role, address candidate) external;

    /// @notice Takes an offer back. Only `Admin`.
    function withdrawRoleOffer(bytes16 schemeId, Role role, address candidate) external;

    /// @notice Accepts an offered role on behalf of `holder`. Only the candidate; its offer is then used up.
    function acceptRole(bytes16 schemeId, Role role, address holder) external;

    /// @notice Takes a role away at once. Only `Admin`, or the holder itself.
    function withdrawRole(bytes16 schemeId, Role role, address holder) external;

    /// @notice Fixes, once and before the scheme is opened, what one person does alone. Only `Sponsor`. As long as it
    /// isn't fixed, every act takes two.
    function setSoleLimits(bytes16 schemeId, address ledger, SoleLimits calldata limits) external;

    /// @notice Reverts when an account doesn't hold the act's role, or the act is beyond what one person does alone;
    /// counts an admission. The caller is the ledger.
    /// @param amount What is at stake, in cents.
    function useAct(bytes16 schemeId, Act act, uint48 amount, address account) external;

    /// @notice Proposes a call for another holder of the same role to confirm.
    /// @param ledger The contract that it is for.
    /// @param call `fundScheme` or `withdrawFromScheme` by a sponsor, `admitShop` or `confirmIban` by a validator, of
    /// this scheme.
    function proposeAct(bytes16 schemeId, address ledger, bytes calldata call) external;

    /// @notice Confirms a proposed call and carries it out. Only another holder of the act's role.
    /// @param call The call as it was proposed: who confirms signs what it does.
    function confirmAct(bytes16 schemeId, address ledger, bytes calldata call) external;

    /// @notice Takes back a proposed act. Only a holder of its role, also another than who proposed it.
    function withdrawAct(bytes16 schemeId, address ledger, bytes calldata call) external;

    /// @notice Who proposed a call and until when it can be confirmed; zeros when nobody did.
    function proposalOf(
        bytes16 schemeId,
        address ledger,
        bytes calldata call
    ) external view returns (address proposer, uint40 expiresAt);

    /// @notice Reverts with OpenZeppelin's `AccessControlUnauthorizedAccount` when an account does not hold a role.
    function requireRole(bytes16 schemeId, Role role, address account) external view;

    /// @notice Whether an account holds a role.
    function holdsRole(bytes16 schemeId, Role role, address account) external view returns (bool);

    /// @notice Seconds between an offer and the first moment that it can be accepted.
    function roleDelay() external view returns (uint32);
}
