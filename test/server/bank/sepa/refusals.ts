// Why a bank's file was refused, and where in it.
import { BankFileError, readBankFile } from "../../../../server/bank/sepa/bank-file.ts";

export function refusalOf(bytes: Uint8Array): BankFileError {
  try {
    readBankFile(bytes);
  } catch (error) {
    if (error instanceof BankFileError) return error;
    throw error;
  }
  throw new Error("a refusal is meant");
}

/** The line on which a text stands in a file. */
export function lineOf(bytes: Uint8Array, text: string): number {
  const lines = new TextDecoder().decode(bytes).split("\n");
  return lines.findIndex((line) => line.includes(text)) + 1;
}

export function changed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  if (!text.includes(from)) throw new Error(`${from} is not in the file`);
  return new TextEncoder().encode(text.replace(from, to));
}
