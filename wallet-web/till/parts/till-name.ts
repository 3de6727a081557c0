// What a till is called on lists and receipts.
import type { MyShopAnswer } from "../../shared/api-types.ts";
import { t } from "../texts.ts";

type Known = Pick<MyShopAnswer, "device" | "tills" | "formerTills">;

/** The owner's name for it; without one what it is: this device, the owner's, or another. */
export function tillName(shop: Known | null, address: string | null): string {
  if (!shop || address === null) return t("till.unknown");
  const till = shop.tills.find((one) => one.address === address);
  const name = till?.name ?? shop.formerTills.find((one) => one.address === address)?.name;
  if (name) return name;
  if (till?.owner) return t("till.owner");
  return address === shop.device ? t("till.this") : t("till.unknown");
}
