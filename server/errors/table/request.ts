// What can be wrong with a request before the ledger is asked: its form, its sender, or what it refers to.
import type { ErrorEntry } from "../table.ts";

export const requestErrors = {
  "invalid-request": {
    status: 400,
    cause: "The request's body, path or query does not have the form the API asks.",
    remedy: "Correct the named fields; /openapi.json describes them.",
  },
  "malformed-json": {
    status: 400,
    cause: "The body is not JSON.",
    remedy: "Send a complete JSON document.",
  },
  "request-too-large": {
    status: 413,
    cause: "The body is larger than this address takes.",
    remedy: "Send less at a time.",
  },
  "unsupported-media-type": {
    status: 415,
    cause: "The body has another content type than this address takes.",
    remedy: "Send the content type that /openapi.json names.",
  },
  "look-reason-needed": {
    status: 403,
    cause: "Whoever looks at a family gives a reason first; there is none, or it is too long ago.",
    remedy: "Send the reason to /schemes/{schemeId}/looks and ask again.",
  },
  "household-changed": {
    status: 409,
    cause: "Since the person saw this family, somebody else registered a child in it.",
    remedy: "Load the import again and decide on what it says now.",
  },
  "household-still-open": {
    status: 409,
    cause: "A child's account of this family is still open: erased, nobody could help it any more.",
    remedy: "Close the accounts first, then erase.",
  },
  "mark-already-given": {
    status: 409,
    cause: "This family or shop gave its mark of this month; one a month is counted.",
    remedy: "Show thanks. The next mark can be given next month.",
  },
  "mark-without-payment": {
    status: 403,
    cause: "A mark follows a payment in this scheme, at most 31 days ago; there is none.",
    remedy: "Ask for a mark after a payment.",
  },
  "not-found": {
    status: 404,
    cause: "There is nothing at this address, or the session may not see it.",
    remedy: "Check the address and the id.",
  },
  "code-unknown": {
    status: 404,
    cause: "Nothing waits under this short code: it was mistyped, used, or has expired.",
    remedy: "Check the code, or ask for a new one.",
  },
  "too-many-questions": {
    status: 409,
    cause: "As many questions of this account wait for an answer as may wait.",
    remedy: "Wait for an answer, or call the municipality.",
  },
  "question-answered": {
    status: 409,
    cause: "Somebody else answered this question in the meantime.",
    remedy: "Read the answer that was given.",
  },
  "method-not-allowed": {
    status: 405,
    cause: "This address does not take this method.",
    remedy: "Use a method from the Allow header.",
  },
  "too-many-requests": {
    status: 429,
    cause: "This sender asked too often in a short time.",
    remedy: "Wait for the seconds in the Retry-After header.",
  },
  "session-required": {
    status: 401,
    cause: "The address needs a session and none was given.",
    remedy: "Sign a challenge and send the token.",
  },
  "session-expired": {
    status: 401,
    cause: "The session is unknown or has ended.",
    remedy: "Sign a new challenge.",
  },
  "challenge-invalid": {
    status: 401,
    cause: "The challenge is unknown, expired or was used.",
    remedy: "Ask for a new challenge and sign that.",
  },
  "signature-invalid": {
    status: 400,
    cause: "The signature is not one by the named key over what was sent.",
    remedy: "Sign exactly what is sent, over sha256 of the digest, with s in the low half.",
  },
  "signer-mismatch": {
    status: 400,
    cause: "The key in the signature is not the one that the request names as its sender.",
    remedy: "Sign with the key of the address in `from` or `device`.",
  },
  forbidden: {
    status: 403,
    cause: "None of the session's keys may do or see this.",
    remedy: "Use a device that holds the role, the beneficiary or the shop.",
  },
  "command-mismatch": {
    status: 400,
    cause:
      "The signed command is another one than this address takes, or says other things than the body.",
    remedy:
      "Sign the command that belongs to this address, with the same ids and amounts as the body.",
  },
  "repeated-with-other-content": {
    status: 409,
    cause: "This id was used before with other content.",
    remedy: "Use a new id for new content.",
  },
  "iban-invalid": {
    status: 422,
    cause: "The IBAN's country, length or check digits are wrong.",
    remedy: "Correct the IBAN.",
  },
  "kvk-number-invalid": {
    status: 422,
    cause: "The number is not an eight-digit number of the Dutch trade register.",
    remedy: "Correct the number.",
  },
  "email-invalid": {
    status: 422,
    cause: "The e-mail address can't exist.",
    remedy: "Correct the address.",
  },
  "csv-unreadable": {
    status: 422,
    cause: "The file is not CSV in UTF-8 or Windows-1252, or a quoted field does not end.",
    remedy: "Export the file again as CSV.",
  },
  "csv-wrong-separator": {
    status: 422,
    cause: "The file's columns are separated by something else than semicolons.",
    remedy: "Export the file with semicolons.",
  },
  "csv-column-missing": {
    status: 422,
    cause: "The file's first row lacks a column that is needed.",
    remedy: "Add the named column.",
  },
  "csv-column-twice": {
    status: 422,
    cause:
      "The file's first row names a column more than once, so that nobody can know which is meant.",
    remedy: "Keep one column of that name.",
  },
  "csv-empty": {
    status: 422,
    cause: "The file has no rows under its header.",
    remedy: "Choose the file with the families.",
  },
  "csv-too-many-rows": {
    status: 422,
    cause: "The file has more rows than one import takes.",
    remedy: "Split the file.",
  },
  "import-row-taken": {
    status: 409,
    cause:
      "A row of this import was registered before, its household changed, or it can't be registered.",
    remedy: "Load the import again and register only the rows that are new or have more children.",
  },
  "payment-request-expired": {
    status: 409,
    cause: "The shop's payment request was good for a limited time, which is over.",
    remedy: "Let the shop make a new request.",
  },
  "payment-request-closed": {
    status: 409,
    cause: "The shop's payment request was paid or cancelled.",
    remedy: "Look up its state; make a new request if something is still to be paid.",
  },
  "refund-above-payment": {
    status: 409,
    cause: "The refund, with earlier corrections, is more than the payment it names.",
    remedy: "Refund at most what is left of the payment.",
  },
  "payment-of-other-shop": {
    status: 409,
    cause:
      "The payment that is to be corrected was made to another shop, or by another beneficiary.",
    remedy: "Name the shop and the beneficiary of the payment.",
  },
} as const satisfies Record<string, ErrorEntry>;
