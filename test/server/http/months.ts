// Months of one municipality: files of families, what is confirmed of them, and what stands then.

import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import type { Answer } from "./bench.ts";
import { newTown } from "./shared.ts";
import {
  type Child,
  CSV_HEADER,
  must,
  register,
  registration,
  type Town,
  uploadCsv,
} from "./town.ts";

export type Absent = { householdId: Hex; clientNumber: string; beneficiaryIds: Hex[] };
export type Preview = {
  importId: Hex;
  rows: {
    row: number;
    clientNumber: string;
    children: number;
    verdict: string;
    known: { householdId: Hex; letterNumber: number; open: number; closed: number } | null;
  }[];
  counts: Record<string, number>;
  absent: Absent[];
  absentTotal: number;
};

/** Reads a file of these families: children by client number. */
export async function upload(own: Town, families: Record<string, number>): Promise<Preview> {
  const lines = Object.entries(families).map(([number, count]) => `${number};x;${count};nl`);
  return must(await uploadCsv(own, [CSV_HEADER, ...lines].join("\r\n"))).body;
}

/** Registers what a preview's row says is missing. */
export async function addRow(own: Town, preview: Preview, number: string): Promise<Child[]> {
  const row = preview.rows.find((one) => one.clientNumber === number);
  if (!row) throw new Error(`no row of ${number}`);
  const children = row.children - (row.known?.open ?? 0);
  const made = await registration(own, { importId: preview.importId, row: row.row, children });
  must(await register(own, made.body), 201);
  return made.children;
}

/** A municipality with these families. */
export async function townWith(families: Record<string, number>) {
  const own = await newTown();
  const preview = await upload(own, families);
  const children: Record<string, Child[]> = {};
  for (const number of Object.keys(families)) {
    children[number] = await addRow(own, preview, number);
  }
  return { own, preview, children };
}

/** Closes an account of a family that left: its first, unless another is named. */
export async function closeAccount(
  own: Town,
  absent: Absent,
  { beneficiaryId = absent.beneficiaryIds[0] as Hex, token = own.staff.validator.token } = {},
): Promise<Answer> {
  return own.bench.post(
    `/schemes/${own.schemeId}/closings`,
    await closing(own, absent, beneficiaryId),
    token,
  );
}

/** What is sent to close an account. */
export async function closing({ bench, staff }: Town, absent: Absent, beneficiaryId: Hex) {
  const { householdId, beneficiaryIds } = absent;
  const command = commands.closeBeneficiary({ beneficiaryId, reason: "moved-away" });
  return {
    householdId,
    beneficiaryIds,
    request: await bench.sign(staff.validator.signer, command),
  };
}

export const listOf = (own: Town) =>
  own.bench.get(`/schemes/${own.schemeId}/households`, own.staff.validator.token);

/** Where the money is, and the families with their accounts. */
export const stateOf = async (own: Town) => ({
  ...must(await own.bench.get(`/schemes/${own.schemeId}/overview`, own.staff.validator.token)).body,
  ...must(await listOf(own)).body,
});

/** An error's status and code. */
export const codeOf = (answer: Answer) => [answer.status, answer.body.code];
