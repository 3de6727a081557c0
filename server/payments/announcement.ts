// What happens off the chain and is worth telling a live screen; what happens on it, the projector tells.
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { ErrorCode } from "../errors/table.ts";

export type Announcement =
  | {
      type: "payment-refused";
      paymentId: Hex;
      beneficiaryId: Hex;
      shopId: Hex;
      code: ErrorCode;
    }
  /** `till`: the one that asked. */
  | { type: "payment-request"; requestId: Hex; shopId: Hex; till: Hex }
  /** Its owner named it, and lets it see the money or no longer. */
  | { type: "till-described"; shopId: Hex; till: Hex }
  /** The desk did not let it take part. */
  | { type: "shop-refused"; shopId: Hex }
  /** The trade register was asked for it. */
  | { type: "shop-looked-up"; shopId: Hex };

export type Announce = (announcement: Announcement) => void;
