// The treasury's answers, inferred from the server's own schemas.
import type { z } from "zod";
import type {
  bankFileAnswer,
  ibanChangeListAnswer,
  payeeBlockListAnswer,
  paymentFileListAnswer,
  payoutDetailAnswer,
  treasuryPayoutListAnswer,
  treasuryTasksAnswer,
  unpaidShopListAnswer,
} from "../../../server/http/schemas/payouts.ts";
import type { accountReportAnswer, reportAnswer } from "../../../server/http/schemas/reports.ts";

export type PayoutList = z.infer<typeof treasuryPayoutListAnswer>;
export type TreasuryPayout = PayoutList["payouts"][number];
export type PayoutDetail = z.infer<typeof payoutDetailAnswer>;
export type NameCheck = NonNullable<PayoutDetail["nameCheck"]>;
export type PaymentFileList = z.infer<typeof paymentFileListAnswer>;
export type PaymentFile = PaymentFileList["files"][number];
export type BankFileResult = z.infer<typeof bankFileAnswer>;
export type BlockList = z.infer<typeof payeeBlockListAnswer>;
export type Report = z.infer<typeof reportAnswer>;
export type AccountReport = z.infer<typeof accountReportAnswer>;
export type ReportLine = Report["lines"][number];
export type UnpaidShops = z.infer<typeof unpaidShopListAnswer>;
export type TreasuryTasks = z.infer<typeof treasuryTasksAnswer>;
export type IbanChanges = z.infer<typeof ibanChangeListAnswer>;
