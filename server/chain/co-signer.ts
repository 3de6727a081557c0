// The server's signature beside a card's. It moves nothing by itself: the cards contract wants the card's key too.
import type { SigningKey } from "ethers";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { coSignatureDigest, type Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { CoSignature } from "./relay.ts";

/** Signs for the cards of one deployment with the server's own key. */
export function coSignerOf(
  key: SigningKey,
  deployment: Deployment,
): (paymentId: Hex) => CoSignature {
  return (paymentId) => {
    const { r, yParityAndS } = key.sign(coSignatureDigest(deployment, paymentId));
    return { r: r as Hex, vs: yParityAndS as Hex };
  };
}
