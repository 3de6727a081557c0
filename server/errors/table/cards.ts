// What is refused about printed cards, by the cards contract or by the server that counts wrong PINs.
import type { ErrorEntry } from "../table.ts";

export const cardErrors = {
  "card-unknown": {
    status: 409,
    cause: "There is no such card: the code is wrong, or the card was replaced or removed.",
    remedy: "Check the code; let the municipality make another card.",
  },
  "card-blocked": {
    status: 409,
    cause: "A validator or guardian blocked the card.",
    remedy: "Let the family call the municipality, whose validator can unblock it.",
  },
  "card-pin-blocked": {
    status: 409,
    cause: "The PIN was wrong three times in a row, or tried and not finished.",
    remedy: "Let the family call the municipality, whose validator can unblock the card.",
  },
  "card-pin-wrong": {
    status: 409,
    cause: "The PIN is not the card's; `attemptsLeft` says how often it can be tried.",
    remedy: "Start another attempt with another PIN.",
  },
  "card-attempt-ended": {
    status: 409,
    cause: "The attempt was not finished in time, or its payment was refused before.",
    remedy: "Start another attempt.",
  },
  "card-payment-limit": {
    status: 409,
    cause: "The amount is more than a card may pay at a time in this scheme.",
    remedy: "Pay at most the limit; the rest goes by other means.",
  },
  "card-day-limit": {
    status: 409,
    cause: "The amount is more than what the card may still pay today (UTC).",
    remedy: "Pay at most what is left of the day; the rest goes by other means.",
  },
  "cards-not-allowed": {
    status: 409,
    cause: "The scheme's sponsor did not say what cards may pay.",
    remedy: "Let the sponsor set the limits with `setCardLimits`.",
  },
  "co-signature-invalid": {
    status: 409,
    cause: "The server's account is not the co-signer that the cards contract knows.",
    remedy: "Let the framework-setter offer and confirm the server's account as co-signer.",
  },
  "co-signer-not-ready": {
    status: 409,
    cause: "The account was not offered to be the co-signer, or the delay has not passed.",
    remedy: "Offer it first; confirm it once it is ready.",
  },
} as const satisfies Record<string, ErrorEntry>;
