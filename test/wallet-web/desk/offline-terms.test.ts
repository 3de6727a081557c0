import { expect } from "chai";
import {
  offlineTermsPosting,
  readOfflineTerms,
} from "../../../wallet-web/desk/offline/set-terms.ts";
import { offlineTermsDigest } from "../../../wallet-web/shared/protocol/offline-terms.ts";
import { isSignatureOf } from "../../../wallet-web/shared/protocol/verify.ts";
import { newId, newSigner } from "../../helpers/chain.ts";

const NOW = 1_800_000_000;
const address = (byte: string) => `0x${byte.repeat(20)}` as const;

describe("The limit for payments without internet, at the desk", () => {
  const form = { perPayment: "25", perDay: "1.000,00", carrier: "municipality" } as const;

  it("is read as euros, and may be nothing at all", () => {
    expect(readOfflineTerms(form)).to.deep.equal({
      terms: { carrier: "municipality", perPaymentCents: 2_500n, perDayCents: 100_000n },
      problems: {},
    });
    const never = readOfflineTerms({ ...form, perPayment: "0", perDay: "0" });
    expect(never.terms).to.include({ perPaymentCents: 0n, perDayCents: 0n });
  });

  it("says which field is wrong, and that a day can't be less than one payment", () => {
    const wrong = { perPayment: "veel", perDay: "" };
    expect(readOfflineTerms({ ...form, ...wrong })).to.deep.equal({
      terms: null,
      problems: { perPayment: "amount.wrong", perDay: "amount.wrong" },
    });
    expect(readOfflineTerms({ ...form, perDay: "24,99" })).to.deep.equal({
      terms: null,
      problems: { perDay: "offline.perDay.low" },
    });
    expect(readOfflineTerms({ ...form, perDay: "25" }).terms).to.include({ perDayCents: 2_500n });
  });

  it("is signed for its scheme, terms and time", async () => {
    const signer = await newSigner();
    const deployment = {
      chainId: 1,
      ledger: address("11"),
      forwarder: address("22"),
      roles: address("33"),
      cards: address("34"),
    };
    const desk = {
      device: { get: () => signer },
      deployments: { get: async () => deployment, now: () => NOW },
    };
    const schemeId = newId();
    const terms = { carrier: "shop", perPaymentCents: 1n, perDayCents: 2n } as const;
    const { path, body } = await offlineTermsPosting(desk as never, { schemeId, terms });
    expect(path).to.equal(`/schemes/${schemeId}/offline-terms`);
    const { signature } = body as { signature: Awaited<ReturnType<typeof signer.sign>> };
    const digestOf = (at: number) => offlineTermsDigest(deployment, { schemeId, terms, at });
    expect(await isSignatureOf(digestOf(NOW), signature)).to.equal(true);
    expect(await isSignatureOf(digestOf(NOW + 1), signature)).to.equal(false);
  });
});
