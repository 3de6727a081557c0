// Lets a shop in. The desk computes the commitment of the IBAN that stands on this screen, so that the server can't pay another.
import { Notice } from "../../shared/components/notice.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { ibanCommitment } from "../../shared/protocol/iban-commitment.ts";
import type { SchemeShop } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { sign } from "../app/desk.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { text } from "../text.ts";
import { RegisterNotice } from "./register-notice.tsx";
import { shopFacts } from "./waiting-shop.tsx";

export function AdmitDialog(props: {
  schemeId: Hex;
  shop: SchemeShop;
  others: readonly SchemeShop[];
  onClose: () => void;
}) {
  const { schemeId, shop, others, onClose } = props;
  const desk = useDesk();
  const { shopId, iban, ibanSalt } = shop;
  const twin = others.find((other) => other.shopId !== shopId && isTwin(other, shop));
  const command = () =>
    commands.admitShop({
      schemeId,
      shopId,
      ibanCommitment: ibanCommitment({ iban, salt: ibanSalt }),
    });
  return (
    <ActDialog
      title={text("admit.title", { shop: shop.name })}
      confirm={text("admit.confirm")}
      icon="check"
      make={async () => ({
        path: `/schemes/${schemeId}/admissions`,
        body: {
          shopId,
          request: await sign(desk, command()),
        },
      })}
      together={{ schemeId, command }}
      said={text("admit.said", { shop: shop.name })}
      onClose={onClose}
      testId="admit-dialog"
    >
      <Facts facts={shopFacts(shop)} />
      <RegisterNotice schemeId={schemeId} shop={shop} />
      {twin && <Notice kind="warn" title={text("admit.twin", { shop: twin.name })} />}
      <p class="strong">{text("admit.check")}</p>
      <ul class="bullets">
        <li>{text("admit.check.kvk")}</li>
        <li>{text("admit.check.iban")}</li>
        <li>{text("admit.check.fits")}</li>
      </ul>
      <p class="soft small">{text("admit.then")}</p>
    </ActDialog>
  );
}

/** The same company or account under another name deserves a second look. */
function isTwin(one: SchemeShop, other: SchemeShop): boolean {
  return one.kvkNumber === other.kvkNumber || one.iban === other.iban;
}
