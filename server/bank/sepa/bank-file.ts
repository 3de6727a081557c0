export class BankFileError extends Error {}
export const readBankFile = (_: unknown): never => {
  throw new BankFileError();
};
