// Requests to the forwarder, as people sign them in their browser.
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import type { P256Signature, Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import {
  type Deployment,
  type ForwardRequest,
  requestDigest,
} from "../../../wallet-web/shared/protocol/typed-data.ts";

export type Signed = { requestId: Hex; request: ForwardRequest; signature: P256Signature };

export type GivenRequest = Omit<Partial<ForwardRequest>, "data"> & { data: string };

/** A request with its signature, good for a year. */
export async function signed(
  deployment: Deployment,
  signer: Signer,
  given: GivenRequest,
): Promise<Signed> {
  const request: ForwardRequest = {
    from: signer.address,
    to: deployment.ledger,
    nonce: 7n,
    deadline: Date.parse("2027-11-02T10:00:00Z") / 1_000,
    gasLimit: 400_000,
    ...given,
    data: given.data as Hex,
  };
  const requestId = requestDigest(deployment, request);
  return { requestId, request, signature: await signer.sign(requestId) };
}
