// Reads what banks send: payment status reports (pain.002) and statements (camt.053, camt.054). Half a file is no file: what can't be
// read is refused with its line.
import { type BankStatement, readStatements, type StatementMessage } from "./camt.ts";
import {
  all,
  BankFileError,
  find,
  readXml,
  required,
  textOf,
  UnknownMessageError,
  type XmlElement,
} from "./xml.ts";

export type { BankStatement, StatementDetail, StatementEntry } from "./camt.ts";
export { BankFileError, UnknownMessageError } from "./xml.ts";

/** A status report on a payment file of ours. Statuses and reasons are ISO 20022 external codes. */
export type StatusFile = {
  kind: "status";
  message: "pain.002.001.03" | "pain.002.001.10";
  messageId: string;
  /** The MsgId of the file that it is about. */
  originalMessageId: string;
  groupStatus: string | null;
  groupReason: string | null;
  paymentStatuses: { paymentInformationId: string | null; status: string }[];
  transactions: {
    endToEndId: string | null;
    status: string;
    reason: string | null;
    /** What the bank adds in words; of a name that nearly matches, whose account it is. */
    additional: string | null;
    line: number;
  }[];
};

export type StatementFile = {
  kind: "statement";
  message: StatementMessage;
  messageId: string;
  statements: BankStatement[];
};

export type BankFile = StatusFile | StatementFile;

const NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:";
const STATUS_MESSAGES = ["pain.002.001.03", "pain.002.001.10"] as const;
const STATEMENT_MESSAGES = ["camt.053.001.02", "camt.053.001.08", "camt.054.001.08"] as const;

/**
 * @param bytes At most 20 MB of XML.
 * @throws {BankFileError} with a code and the line of what is wrong.
 */
export function readBankFile(bytes: Uint8Array): BankFile {
  const document = readXml(bytes);
  const message = document.namespace.replace(NAMESPACE, "");
  const status = STATUS_MESSAGES.find((one) => one === message);
  if (document.name === "Document" && status) return readStatus(document, status);
  const statement = STATEMENT_MESSAGES.find((one) => one === message);
  if (document.name === "Document" && statement) return readStatement(document, statement);
  throw new UnknownMessageError(document.line, {
    found: nameable(document.name === "Document" ? message : `<${document.name}>`),
    accepted: [...STATUS_MESSAGES, ...STATEMENT_MESSAGES],
  });
}

/** What a stranger's file calls itself, short and without anything that could be more than a name. */
const nameable = (found: string): string =>
  found.replace(/[^a-zA-Z0-9.:<>/_-]/g, "").slice(0, 60) || "without namespace";

function readStatement(document: XmlElement, message: StatementMessage): StatementFile {
  const root = demand(
    document,
    message.startsWith("camt.054") ? "BkToCstmrDbtCdtNtfctn" : "BkToCstmrStmt",
  );
  return {
    kind: "statement",
    message,
    messageId: required(root, "GrpHdr", "MsgId"),
    statements: readStatements(root, message),
  };
}

function readStatus(document: XmlElement, message: StatusFile["message"]): StatusFile {
  const root = demand(document, "CstmrPmtStsRpt");
  const group = demand(root, "OrgnlGrpInfAndSts");
  const payments = all(root, "OrgnlPmtInfAndSts");
  return {
    kind: "status",
    message,
    messageId: required(root, "GrpHdr", "MsgId"),
    originalMessageId: required(group, "OrgnlMsgId"),
    groupStatus: textOf(group, "GrpSts"),
    groupReason: reasonOf(group),
    paymentStatuses: payments.flatMap((payment) => {
      const status = textOf(payment, "PmtInfSts");
      const paymentInformationId = textOf(payment, "OrgnlPmtInfId");
      return status ? [{ paymentInformationId, status }] : [];
    }),
    transactions: payments.flatMap((payment) =>
      all(payment, "TxInfAndSts").map((transaction) => ({
        endToEndId: textOf(transaction, "OrgnlEndToEndId"),
        status: required(transaction, "TxSts"),
        reason: reasonOf(transaction),
        additional: additionalOf(transaction),
        line: transaction.line,
      })),
    ),
  };
}

const reasonOf = (element: XmlElement): string | null =>
  textOf(element, "StsRsnInf", "Rsn", "Cd") ?? textOf(element, "StsRsnInf", "Rsn", "Prtry");

const additionalOf = (element: XmlElement): string | null =>
  all(element, "StsRsnInf")
    .flatMap((reason) => all(reason, "AddtlInf"))
    .map(({ text }) => text.trim())
    .join(" ")
    .trim() || null;

function demand(element: XmlElement, name: string): XmlElement {
  const child = find(element, name);
  if (child) return child;
  throw new BankFileError("missing-field", element.line, `${name} is missing in ${element.name}.`);
}
