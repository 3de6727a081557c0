// Since when a key is a device of an account. Whoever knows an account's id can sign as any key: a payment's form proves nothing of it.
import { and, eq } from "drizzle-orm";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { Database } from "../store/database.ts";
import { devices } from "../store/schema/projections.ts";

/** Unix time in seconds, also of a device that was removed since; null when it never was the account's. */
export async function linkedAt(
  database: Pick<Database, "select">,
  { device, beneficiaryId }: { device: Hex; beneficiaryId: Hex },
): Promise<number | null> {
  const [row] = await database
    .select({ addedAt: devices.addedAt })
    .from(devices)
    .where(and(eq(devices.device, device), eq(devices.beneficiaryId, beneficiaryId)));
  return row?.addedAt ?? null;
}
