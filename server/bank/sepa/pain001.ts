export type PaymentFileVersion = "pain.001.001.09" | "pain.001.001.03";
export const writePaymentFile = (_: unknown): Uint8Array => new Uint8Array();
