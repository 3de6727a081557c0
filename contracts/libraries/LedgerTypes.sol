// SPDX-License-Identifier: EUPL-1.2
pragma solidity 0.8.37;

/// @notice Who may do what within a scheme. `Admin`, the framework-setter, is held for the whole deployment.
enum Role {
    None,
    Admin,
    Sponsor,
    Validator,
    Treasurer,
    Guardian
}

/// @notice Acts that take a second pair of eyes above the scheme's limits.
enum Act {
    Funding,
    Admission,
    IbanChange
}

/// @notice Why staff did something. Free text could name a person, so the chain holds only a code. `Resolved`: what was
/// wrong was looked into and is in order.
/// @dev New ones come last: a number that was written keeps its meaning.
enum Reason {
    Unspecified,
    NewInHousehold,
    Hardship,
    Correction,
    LostDevice,
    MovedAway,
    SuspectedMisuse,
    AtOwnRequest,
    Dispute,
    NoLongerEligible,
    Resolved,
    Malfunction
}

/// @notice Life of a beneficiary's account.
enum BeneficiaryState {
    None,
    Registered,
    Active,
    Frozen,
    Closed
}

/// @notice Standing of a shop within one scheme.
enum ShopState {
    None,
    Admitted,
    Suspended
}

/// @notice Life of a payout.
enum PayoutState {
    None,
    Opened,
    Settled,
    Returned
}
