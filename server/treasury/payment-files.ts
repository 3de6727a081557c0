// Shows payment files and blocked payees of a scheme; changes neither.
import { and, desc, eq, isNotNull } from "drizzle-orm";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type { payeeBlockListAnswer, paymentFileListAnswer } from "../http/schemas/payouts.ts";
import { waitingForFile } from "../payouts/payment-files.ts";
import type { Services } from "../services.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { bankSubmissions, payeeBlocks } from "../store/schema/bank.ts";
import { shopAccounts } from "../store/schema/projections.ts";
import type { Vault } from "../validator/vault.ts";
import { decisionsAbout } from "./payout-detail.ts";

const HIGHEST_COUNT = 200;

/** The newest files, and what the next would hold. */
export async function listPaymentFiles(
  services: Pick<Services, "database" | "bank" | "payoutActs">,
  schemeId: Hex,
): Promise<z.input<typeof paymentFileListAnswer>> {
  const rows = await services.database
    .select()
    .from(bankSubmissions)
    .where(and(eq(bankSubmissions.schemeId, schemeId), isNotNull(bankSubmissions.frozenBy)))
    .orderBy(desc(bankSubmissions.createdAt), bankSubmissions.submissionId)
    .limit(HIGHEST_COUNT);
  const bank = services.payoutActs === null ? "none" : services.bank === null ? "file" : "api";
  const waiting =
    bank === "file"
      ? await waitingForFile(services, schemeId)
      : { payoutCount: 0, amountCents: 0n };
  return {
    bank,
    waiting: { ...waiting, amountCents: String(waiting.amountCents) },
    files: rows.map((row) => ({
      submissionId: row.submissionId,
      fileName: row.target,
      fileHash: row.bodyHash,
      amountCents: String(row.amountCents),
      payoutCount: row.payoutCount,
      state: row.state,
      reason: row.reason,
      executionDate: row.executionDate ?? "",
      frozenBy: row.frozenBy ?? "0x",
      releasedBy: row.releasedBy,
      createdAt: Math.floor(row.createdAt / 1000),
    })),
  };
}

/** @throws {AppError} `not-found` when the file isn't this scheme's. */
export async function demandFileOf(
  database: Database,
  given: { schemeId: Hex; submissionId: Hex },
): Promise<void> {
  const [row] = await database
    .select({ schemeId: bankSubmissions.schemeId })
    .from(bankSubmissions)
    .where(eq(bankSubmissions.submissionId, given.submissionId));
  if (row?.schemeId !== given.schemeId) throw new AppError("not-found");
}

/** Shops that are not paid now. A block that the bank caused is shown until another IBAN is confirmed. */
export async function listPayeeBlocks(
  parts: { database: Database; profiles: Profiles; vault: Vault },
  schemeId: Hex,
): Promise<z.input<typeof payeeBlockListAnswer>> {
  const { database } = parts;
  const current = await currentBlocks(database, schemeId);
  const names = await parts.profiles.namesOf(current.map(({ block }) => block.shopId));
  const blocks = current.map(async ({ block, account }) => ({
    shopId: block.shopId,
    shopName: names.get(block.shopId) ?? "",
    reason: block.reason,
    byTreasurer: block.by !== null,
    at: Math.floor(block.at / 1000),
    owedCents: String(account?.owedCents ?? 0n),
    decided: await decisionsAbout(parts, { schemeId, subjectId: block.shopId }),
  }));
  return { blocks: await Promise.all(blocks) };
}

/** Blocks that count now, newest first. */
export async function currentBlocks(database: Database, schemeId: Hex) {
  const rows = await database
    .select({ block: payeeBlocks, account: shopAccounts })
    .from(payeeBlocks)
    .leftJoin(
      shopAccounts,
      and(
        eq(shopAccounts.schemeId, payeeBlocks.schemeId),
        eq(shopAccounts.shopId, payeeBlocks.shopId),
      ),
    )
    .where(eq(payeeBlocks.schemeId, schemeId))
    .orderBy(desc(payeeBlocks.at));
  return rows.filter(
    ({ block, account }) =>
      block.by !== null || block.ibanCommitment === (account?.ibanCommitment ?? null),
  );
}
