// Says to a shop that it can't take part, and why. Nothing is final: it can be admitted afterwards all the same.
import type { Hex } from "../../shared/protocol/bytes.ts";
import { shopRefusalDigest } from "../../shared/protocol/shop-refusal.ts";
import type { SchemeShop } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import type { Desk, Posting } from "../app/desk.ts";
import { Facts } from "../components/act-dialog.tsx";
import { ReasonedDialog } from "../payouts/reasoned-dialog.tsx";
import { text } from "../text.ts";
import { shopFacts } from "./waiting-shop.tsx";

export function RefuseDialog(props: { schemeId: Hex; shop: SchemeShop; onClose: () => void }) {
  const { schemeId, shop, onClose } = props;
  const desk = useDesk();
  return (
    <ReasonedDialog
      title={text("refuse.title", { shop: shop.name })}
      confirm={text("refuse.confirm")}
      hint={text("refuse.hint")}
      make={(reason) => refusalPosting(desk, { schemeId, shopId: shop.shopId, reason })}
      said={text("refuse.done", { shop: shop.name })}
      onClose={onClose}
      testId="refuse-dialog"
    >
      <p>{text("refuse.what")}</p>
      <Facts facts={shopFacts(shop)} />
    </ReasonedDialog>
  );
}

async function refusalPosting(
  desk: Pick<Desk, "deployments" | "device">,
  given: { schemeId: Hex; shopId: Hex; reason: string },
): Promise<Posting> {
  const signer = desk.device.get();
  if (!signer) throw new Error("this device has no key yet");
  const refusal = { ...given, reason: given.reason.trim(), at: desk.deployments.now() };
  const { schemeId, shopId, ...body } = refusal;
  const digest = shopRefusalDigest(await desk.deployments.get(), refusal);
  return {
    path: `/schemes/${schemeId}/shops/${shopId}/refusals`,
    body: { ...body, signature: await signer.sign(digest) },
  };
}
