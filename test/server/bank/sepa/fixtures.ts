// Bank files as banks write them, made to measure. All names and accounts are invented.

export const ACCOUNT = "NL91ABNA0417164300";

export type FixtureDetail = {
  endToEndId?: string;
  /** The bank's reference of the payment. */
  reference?: string;
  amount?: string;
  iban?: string;
  name?: string;
  text?: string;
  returnReason?: string;
};

export type FixtureEntry = {
  amount: string;
  isCredit?: boolean;
  reference?: string | null;
  status?: "BOOK" | "PDNG" | "INFO";
  date?: string;
  currency?: string;
  batch?: { messageId?: string; paymentInformationId?: string; count?: number };
  details?: FixtureDetail[];
};

export type CamtVersion = "camt.053.001.02" | "camt.053.001.08" | "camt.054.001.08";

const isNew = (version: string) => version.endsWith(".08");

/** A statement with one page; balances are left out unless given. */
export function camt(given: {
  entries: readonly FixtureEntry[];
  version?: CamtVersion;
  accountIban?: string;
  balances?: { opening: string; closing: string };
  statementId?: string;
}): Uint8Array {
  const { version = "camt.053.001.08", accountIban = ACCOUNT, statementId = "STMT-1" } = given;
  const [root, page] = version.startsWith("camt.054")
    ? ["BkToCstmrDbtCdtNtfctn", "Ntfctn"]
    : ["BkToCstmrStmt", "Stmt"];
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-04-07</Dt></Dt></Bal>`;
  const balances = given.balances
    ? balance("OPBD", given.balances.opening) + balance("CLBD", given.balances.closing)
    : version.startsWith("camt.053")
      ? balance("CLBD", "1000.00")
      : "";
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}">
<${root}>
<GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-04-07T18:00:00</CreDtTm></GrpHdr>
<${page}>
<Id>${statementId}</Id><CreDtTm>2026-04-07T18:00:00</CreDtTm>
<Acct><Id><IBAN>${accountIban}</IBAN></Id></Acct>
${balances}
${given.entries.map((entry) => ntry(entry, version)).join("\n")}
</${page}>
</${root}>
</Document>
`;
  return new TextEncoder().encode(xml);
}

function ntry(entry: FixtureEntry, version: CamtVersion): string {
  const { currency = "EUR", status = "BOOK", date = "2026-04-07", reference = "REF-1" } = entry;
  const batch = entry.batch
    ? `<Btch>${tag("MsgId", entry.batch.messageId)}${tag("PmtInfId", entry.batch.paymentInformationId)}${tag("NbOfTxs", entry.batch.count)}</Btch>`
    : "";
  const details = (entry.details ?? []).map((one) => txDtls(one, entry, version)).join("\n");
  return `<Ntry>
<Amt Ccy="${currency}">${entry.amount}</Amt>
<CdtDbtInd>${entry.isCredit ? "CRDT" : "DBIT"}</CdtDbtInd>
<Sts>${isNew(version) ? `<Cd>${status}</Cd>` : status}</Sts>
<BookgDt><Dt>${date}</Dt></BookgDt>
${reference === null ? "" : `<AcctSvcrRef>${reference}</AcctSvcrRef>`}
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
${batch || details ? `<NtryDtls>${batch}${details}</NtryDtls>` : ""}
</Ntry>`;
}

function txDtls(detail: FixtureDetail, entry: FixtureEntry, version: CamtVersion): string {
  const side = entry.isCredit ? "Dbtr" : "Cdtr";
  const name = detail.name ? `<Nm>${detail.name}</Nm>` : "<Nm>Bakker</Nm>";
  const party = isNew(version) ? `<Pty>${name}</Pty>` : name;
  const account = detail.iban
    ? `<${side}Acct><Id><IBAN>${detail.iban}</IBAN></Id></${side}Acct>`
    : "";
  const amount = !detail.amount
    ? ""
    : isNew(version)
      ? `<Amt Ccy="EUR">${detail.amount}</Amt><CdtDbtInd>${entry.isCredit ? "CRDT" : "DBIT"}</CdtDbtInd>`
      : `<AmtDtls><TxAmt><Amt Ccy="EUR">${detail.amount}</Amt></TxAmt></AmtDtls>`;
  return `<TxDtls>
<Refs>${tag("AcctSvcrRef", detail.reference)}${tag("EndToEndId", detail.endToEndId ?? "NOTPROVIDED")}</Refs>
${amount}
<RltdPties><${side}>${party}</${side}>${account}</RltdPties>
${detail.text ? `<RmtInf><Ustrd>${detail.text}</Ustrd></RmtInf>` : ""}
${detail.returnReason ? `<RtrInf><Rsn><Cd>${detail.returnReason}</Cd></Rsn></RtrInf>` : ""}
</TxDtls>`;
}

const tag = (name: string, text: string | number | undefined): string =>
  text === undefined ? "" : `<${name}>${text}</${name}>`;

/** A status report on a file of ours. */
export function pain002(given: {
  version?: "pain.002.001.03" | "pain.002.001.10";
  originalMessageId: string;
  groupStatus?: string;
  groupReason?: string;
  paymentStatus?: string;
  paymentInformationId?: string;
  transactions?: readonly {
    endToEndId: string;
    status: string;
    reason?: string;
    additional?: readonly string[];
  }[];
}): Uint8Array {
  const { version = "pain.002.001.10", transactions = [] } = given;
  const reason = (code?: string, additional: readonly string[] = []) =>
    code || additional.length > 0
      ? `<StsRsnInf>${code ? `<Rsn><Cd>${code}</Cd></Rsn>` : ""}${additional.map((text) => tag("AddtlInf", text)).join("")}</StsRsnInf>`
      : "";
  const payments =
    transactions.length || given.paymentStatus
      ? `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${given.paymentInformationId ?? "P1"}</OrgnlPmtInfId>${tag("PmtInfSts", given.paymentStatus)}
${transactions.map((one) => `<TxInfAndSts><OrgnlEndToEndId>${one.endToEndId}</OrgnlEndToEndId><TxSts>${one.status}</TxSts>${reason(one.reason, one.additional)}</TxInfAndSts>`).join("\n")}
</OrgnlPmtInfAndSts>`
      : "";
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}">
<CstmrPmtStsRpt>
<GrpHdr><MsgId>STATUS-1</MsgId><CreDtTm>2026-04-07T12:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${given.originalMessageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${tag("GrpSts", given.groupStatus)}${reason(given.groupReason)}</OrgnlGrpInfAndSts>
${payments}
</CstmrPmtStsRpt>
</Document>
`);
}
