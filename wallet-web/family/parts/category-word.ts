// The word for a kind of shop in the family's language; an app that is older than the server may have none for a new kind.
import type { ShopCategory } from "../../shared/api-types.ts";
import { sharedText } from "../../shared/texts.ts";

export function categoryWord(category: ShopCategory): string {
  const key = `category.${category}` as const;
  return sharedText(sharedText.has(key) ? key : "category.other");
}
