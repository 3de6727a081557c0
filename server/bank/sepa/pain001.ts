// Writes pain.001 credit transfers, for banks that take files. It asks nothing, keeps nothing, and never logs what is in it.
import { isValidIBAN } from "ibantools";
import { z } from "zod";
import type { PaymentOrder } from "../bank.ts";
import { BankError } from "../bank-error.ts";
import { formatCentsAsDecimal } from "../money.ts";
import { toSepaText } from "./characters.ts";

export type PaymentFileVersion = "pain.001.001.09" | "pain.001.001.03";

/** What a payment file is made of. */
export type PaymentFile = {
  version: PaymentFileVersion;
  /** The submission, at most 35 characters; the same when the file is sent again. */
  messageId: string;
  /** The batch within it, at most 35 characters. */
  paymentInformationId: string;
  /** Unix time in milliseconds. */
  createdAtMs: number;
  /** `2026-04-07`: the day on which the bank is asked to book. */
  executionDate: string;
  debtor: { name: string; iban: string; bic: string | null };
  orders: readonly PaymentOrder[];
  /** Asks for instant payments. */
  instant?: boolean;
};

/** Banks want files of 20,000 items and more announced a day ahead. */
const HIGHEST_ORDERS = 20_000;
/** Eleven digits before and after the point together are what SEPA carries. */
const HIGHEST_CENTS = 99_999_999_999n;

const reference = z.string().regex(/^(?!\/)(?!.*\/\/)(?!.*\/$)[a-zA-Z0-9/\-?:().,'+ ]{1,35}$/);
const iban = z.string().refine(isValidIBAN);
const name = z
  .string()
  .transform((text) => toSepaText(text))
  .pipe(z.string().min(1));
const paymentFile = z.object({
  messageId: reference,
  paymentInformationId: reference,
  createdAtMs: z.int().min(0).max(253_402_300_799_999),
  executionDate: z.iso.date(),
  debtor: z.object({
    name,
    iban,
    bic: z
      .string()
      .regex(/^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$/)
      .nullable(),
  }),
  orders: z
    .array(
      z.object({
        payoutId: z.string().regex(/^[0-9a-f]{32}$/),
        amountCents: z.bigint().positive().max(HIGHEST_CENTS),
        creditorName: name,
        creditorIban: iban,
        description: z.string(),
      }),
    )
    .min(1)
    .max(HIGHEST_ORDERS),
});

/**
 * The file's bytes, UTF-8 XML.
 * Source: ISO 20022 pain.001.001.03 and .09; EPC implementation guidelines for SEPA credit transfers.
 * @throws {BankError} `invalid-order`, naming the fields that break a rule, never their values.
 */
export function writePaymentFile(file: PaymentFile): Uint8Array {
  const parsed = paymentFile.safeParse(file);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.filter(isName).join("."));
    throw invalid([...new Set(fields)].join(", "));
  }
  const ids = new Set(file.orders.map(({ payoutId }) => payoutId));
  if (ids.size !== file.orders.length) throw invalid("orders.payoutId");
  const orders = parsed.data.orders;
  const sum = formatCentsAsDecimal(
    orders.reduce((total, { amountCents }) => total + amountCents, 0n),
  );
  const count = String(orders.length);
  const { debtor } = parsed.data;
  const isNew = file.version === "pain.001.001.09";
  const agent =
    debtor.bic === null
      ? element("Othr", element("Id", "NOTPROVIDED"))
      : element(isNew ? "BICFI" : "BIC", debtor.bic);
  const date = isNew ? element("Dt", file.executionDate) : file.executionDate;
  const header = element(
    "GrpHdr",
    element("MsgId", file.messageId),
    element("CreDtTm", new Date(file.createdAtMs).toISOString().slice(0, 19)),
    element("NbOfTxs", count),
    element("CtrlSum", sum),
    element("InitgPty", element("Nm", debtor.name)),
  );
  const information = element(
    "PmtInf",
    element("PmtInfId", file.paymentInformationId),
    element("PmtMtd", "TRF"),
    element("BtchBookg", "true"),
    element("NbOfTxs", count),
    element("CtrlSum", sum),
    element(
      "PmtTpInf",
      element("SvcLvl", element("Cd", "SEPA")),
      file.instant ? element("LclInstrm", element("Cd", "INST")) : "",
    ),
    element("ReqdExctnDt", date),
    element("Dbtr", element("Nm", debtor.name)),
    element("DbtrAcct", element("Id", element("IBAN", debtor.iban)), element("Ccy", "EUR")),
    element("DbtrAgt", element("FinInstnId", agent)),
    element("ChrgBr", "SLEV"),
    ...orders.map(transfer),
  );
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${file.version}">${element("CstmrCdtTrfInitn", header, information)}</Document>
`;
  return new TextEncoder().encode(xml);
}

function transfer(order: PaymentOrder): string {
  const amount = formatCentsAsDecimal(order.amountCents);
  return element(
    "CdtTrfTxInf",
    element("PmtId", element("EndToEndId", order.payoutId)),
    element("Amt", `<InstdAmt Ccy="EUR">${amount}</InstdAmt>`),
    element("Cdtr", element("Nm", order.creditorName)),
    element("CdtrAcct", element("Id", element("IBAN", order.creditorIban))),
    element("RmtInf", element("Ustrd", remittance(order))),
  );
}

/** The description with the payoutId behind it, within 140 characters: some banks on the way drop the EndToEndId. */
function remittance({ description, payoutId }: PaymentOrder): string {
  const whole = toSepaText(description, 140);
  if (whole.includes(payoutId)) return whole;
  return `${toSepaText(description, 140 - payoutId.length - 1)} ${payoutId}`.trim();
}

const isName = (part: PropertyKey): boolean => typeof part === "string";
const invalid = (fields: string) =>
  new BankError("invalid-order", `Not a payable file: ${fields}.`);

/** The content is markup, or text of SEPA characters, of which none means anything in XML. */
const element = (tag: string, ...content: string[]): string =>
  `<${tag}>${content.join("")}</${tag}>`;
