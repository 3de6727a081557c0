// Reads the statements within a camt.053 or camt.054. Every amount is checked against what it is part of.
import { createHash } from "node:crypto";
import { isValidIBAN } from "ibantools";
import { parseDecimalToCents } from "../money.ts";
import { all, BankFileError, find, required, textOf, type XmlElement } from "./xml.ts";

export type StatementMessage = "camt.053.001.02" | "camt.053.001.08" | "camt.054.001.08";

/** One payment within an entry. */
export type StatementDetail = {
  /** The bank's own reference of it, when it has one. */
  reference: string | null;
  endToEndId: string | null;
  /** Euro cents with the entry's sign; null when the bank gives only the amount of an entry that holds several. */
  amountCents: bigint | null;
  /** Whether it left the account. */
  isDebit: boolean;
  counterpartyIban: string | null;
  counterpartyName: string | null;
  description: string;
  /** Of money that came back: AC01, AC04, … */
  returnReason: string | null;
  /** Line in the file, from 1. */
  line: number;
};

/** One line of the statement. */
export type StatementEntry = {
  /** The bank's reference; where it gives none, a hash that is the same each time the file is read. */
  reference: string;
  /** The bank's own reference of the entry, when it gives one. */
  bankReference: string | null;
  /** Euro cents; negative leaves the account. */
  amountCents: bigint;
  status: "booked" | "pending";
  /** ISO 8601: the booking day, or moment where the bank gives it. */
  bookedAt: string;
  /** Line in the file, from 1. */
  line: number;
  /** When several payments were booked as one. */
  batch: {
    messageId: string | null;
    paymentInformationId: string | null;
    count: number | null;
  } | null;
  details: StatementDetail[];
};

export type BankStatement = {
  accountIban: string;
  /** Line of the account's IBAN. */
  accountLine: number;
  entries: StatementEntry[];
};

/** @throws {BankFileError} */
export function readStatements(root: XmlElement, message: StatementMessage): BankStatement[] {
  const name = message.startsWith("camt.054") ? "Ntfctn" : "Stmt";
  const statements = all(root, name);
  if (statements.length === 0) {
    throw new BankFileError("missing-field", root.line, `${name} is missing.`);
  }
  return statements.map((statement, index) => readStatement(statement, { kind: name, index }));
}

/** @param from.index Its place among the pages of the file: pages of one statement carry one id. */
function readStatement(
  statement: XmlElement,
  from: { kind: "Stmt" | "Ntfctn"; index: number },
): BankStatement {
  const accountIban = required(statement, "Acct", "Id", "IBAN").replaceAll(" ", "").toUpperCase();
  const accountLine = find(statement, "Acct", "Id", "IBAN")?.line ?? statement.line;
  if (!isValidIBAN(accountIban)) {
    throw new BankFileError("bad-iban", accountLine, "The account's IBAN is not one.");
  }
  const id = required(statement, "Id");
  const page =
    textOf(statement, "StmtPgntn", "PgNb") ??
    textOf(statement, "NtfctnPgntn", "PgNb") ??
    from.index;
  const entries = all(statement, "Ntry")
    // Information only: it moved nothing.
    .filter((entry) => statusText(entry) !== "INFO")
    // Banks number statements and notifications apart: the kind keeps two places with one number apart.
    .map((entry, place) => readEntry(entry, `${from.kind}/${accountIban}/${id}/${page}/${place}`));
  checkBalance(statement, entries);
  return { accountIban, accountLine, entries };
}

const statusText = (entry: XmlElement): string | null =>
  textOf(entry, "Sts", "Cd") ?? textOf(entry, "Sts");

function readEntry(entry: XmlElement, place: string): StatementEntry {
  const amountCents = signedAmount(entry);
  const details = all(entry, "NtryDtls").flatMap((group) =>
    all(group, "TxDtls").map((one) => readDetail(one, amountCents)),
  );
  const [only] = details;
  if (details.length === 1 && only && only.amountCents === null) only.amountCents = amountCents;
  checkSum(entry, amountCents, details);
  const status = statusText(entry);
  if (status !== "BOOK" && status !== "PDNG") {
    throw new BankFileError("missing-field", entry.line, "Sts is neither BOOK nor PDNG.");
  }
  const bankReference = textOf(entry, "AcctSvcrRef");
  const own = bankReference ?? (details.length === 1 ? (only?.reference ?? null) : null);
  return {
    reference: own ?? hashOf(`${place}/${textOf(entry, "NtryRef") ?? ""}/${amountCents}`),
    bankReference,
    amountCents,
    status: status === "BOOK" ? "booked" : "pending",
    bookedAt: bookedAt(entry),
    line: entry.line,
    batch: readBatch(entry),
    details,
  };
}

const hashOf = (place: string): string =>
  createHash("sha256").update(place).digest("hex").slice(0, 32);

/** A reversal's amount has the sign that its indicator says, as any other: the indicator is of this entry. */
function signedAmount(entry: XmlElement): bigint {
  const cents = amountIn(entry, find(entry, "Amt"));
  const indicator = required(entry, "CdtDbtInd");
  if (indicator === "DBIT") return -cents;
  if (indicator === "CRDT") return cents;
  throw new BankFileError("missing-field", entry.line, "CdtDbtInd is neither DBIT nor CRDT.");
}

function amountIn(parent: XmlElement, amount: XmlElement | null): bigint {
  if (!amount) {
    throw new BankFileError("missing-field", parent.line, `Amt is missing in ${parent.name}.`);
  }
  if (amount.attributes.Ccy !== "EUR") {
    throw new BankFileError("wrong-currency", amount.line, "The amount is not in euros.");
  }
  const text = amount.text.trim();
  // Banks may write more decimals than cents have, as zeros: 12.50000.
  const cents = parseDecimalToCents(text.replace(/(\.\d{2})0+$/, "$1"));
  if (cents === null || cents < 0n) {
    throw new BankFileError("bad-amount", amount.line, "The amount is not a sum of euros.");
  }
  return cents;
}

function readDetail(detail: XmlElement, entryCents: bigint): StatementDetail {
  const amount = find(detail, "Amt") ?? find(detail, "AmtDtls", "TxAmt", "Amt");
  const cents = amount ? amountIn(detail, amount) : null;
  const isDebit = entryCents < 0n;
  const side = isDebit ? "Cdtr" : "Dbtr";
  const parties = find(detail, "RltdPties");
  const endToEndId = textOf(detail, "Refs", "EndToEndId");
  const iban = parties ? textOf(parties, `${side}Acct`, "Id", "IBAN") : null;
  const remittance = find(detail, "RmtInf");
  const indicator = textOf(detail, "CdtDbtInd");
  const isOut = indicator === null ? isDebit : indicator === "DBIT";
  return {
    reference: textOf(detail, "Refs", "AcctSvcrRef"),
    endToEndId: endToEndId === "NOTPROVIDED" ? null : endToEndId,
    // Its own sign where it gives one: a sum may be netted.
    amountCents: cents === null ? null : isOut ? -cents : cents,
    isDebit: isOut,
    counterpartyIban: iban?.replaceAll(" ", "").toUpperCase() ?? null,
    counterpartyName: parties
      ? (textOf(parties, side, "Pty", "Nm") ?? textOf(parties, side, "Nm"))
      : null,
    description: remittance
      ? all(remittance, "Ustrd")
          .map(({ text }) => text.trim())
          .join(" ")
      : "",
    returnReason: textOf(detail, "RtrInf", "Rsn", "Cd") ?? textOf(detail, "RtrInf", "Rsn", "Prtry"),
    line: detail.line,
  };
}

function readBatch(entry: XmlElement): StatementEntry["batch"] {
  const batch = all(entry, "NtryDtls")
    .map((group) => find(group, "Btch"))
    .find((one) => one !== null);
  if (!batch) return null;
  const count = textOf(batch, "NbOfTxs");
  if (count !== null && !/^\d{1,15}$/.test(count)) {
    throw new BankFileError("bad-amount", batch.line, "NbOfTxs is not a number.");
  }
  return {
    messageId: textOf(batch, "MsgId"),
    paymentInformationId: textOf(batch, "PmtInfId"),
    count: count === null ? null : Number(count),
  };
}

function checkSum(
  entry: XmlElement,
  amountCents: bigint,
  details: readonly StatementDetail[],
): void {
  const known = details.flatMap((detail) => detail.amountCents ?? []);
  // Without amounts of their own, only who ordered them can say what part of the entry each is.
  if (known.length < details.length || details.length === 0) return;
  if (known.reduce((sum, cents) => sum + cents, 0n) !== amountCents) {
    throw new BankFileError("bad-sum", entry.line, "The payments don't add up to the entry.");
  }
}

/** Opening balance and booked entries make the closing balance, where the statement gives both. */
function checkBalance(statement: XmlElement, entries: readonly StatementEntry[]): void {
  const balance = (code: string) => {
    const found = all(statement, "Bal").find(
      (one) => textOf(one, "Tp", "CdOrPrtry", "Cd") === code,
    );
    return found ? signedAmount(found) : null;
  };
  const opening = balance("OPBD") ?? balance("PRCD");
  const closing = balance("CLBD");
  if (opening === null || closing === null) return;
  const moved = entries
    .filter(({ status }) => status === "booked")
    .reduce((sum, { amountCents }) => sum + amountCents, 0n);
  if (opening + moved === closing) return;
  throw new BankFileError("bad-sum", statement.line, "The entries don't make the closing balance.");
}

function bookedAt(entry: XmlElement): string {
  const text =
    textOf(entry, "BookgDt", "DtTm") ??
    textOf(entry, "BookgDt", "Dt") ??
    textOf(entry, "ValDt", "Dt") ??
    textOf(entry, "ValDt", "DtTm");
  if (text === null) {
    throw new BankFileError("missing-field", entry.line, "BookgDt is missing in Ntry.");
  }
  const isDay = /^\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$/.test(text);
  const ms = Date.parse(isDay ? text.slice(0, 10) : text);
  // Date.parse takes 31 February for 3 March.
  const day = text.slice(0, 10);
  const isReal = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ?? false;
  if (Number.isNaN(ms) || !isReal) {
    throw new BankFileError("bad-date", entry.line, "BookgDt is not a date.");
  }
  return isDay ? day : new Date(ms).toISOString();
}
