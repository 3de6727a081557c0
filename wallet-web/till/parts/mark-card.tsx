// The question for a mark, as the till asks it: beside the day's payments, never over a customer's.
import { lazyPart } from "../../shared/app/lazy.tsx";

export const MarkCard = lazyPart(async () => (await import("./ask-shop-mark.tsx")).AskShopMark);
