// Another device for a shop's owner who lost the first: a one-time code made in this browser, its key as owner on the chain, and a
// link to hand over once. The code is in memory only.
import { useRef, useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { cryptoRandomBytes, type Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import {
  createLoginCode,
  formatLoginCode,
  signersOfLoginCode,
} from "../../shared/protocol/login-code.ts";
import { QrImage } from "../../shared/qr/qr-image.tsx";
import type { SchemeShop } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { type Desk, type Posting, posting } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { CopyButton } from "../components/copy-button.tsx";
import { text } from "../text.ts";

type Given = { shop: SchemeShop; onClose: () => void };

/** Asks, and then shows the link. */
export function OwnerDevice({ shop, onClose }: Given) {
  const desk = useDesk();
  const made = useRef<string | null>(null);
  const isDone = useRef(false);
  const [code, setCode] = useState<string | null>(null);
  if (code) return <OwnerLink shop={shop} code={code} onClose={onClose} />;
  const make = async () => {
    const replacement = await replaceOwner(desk, shop.shopId);
    made.current = replacement.code;
    return replacement.posting;
  };
  return (
    <ActDialog
      title={text("owner.title", { shop: shop.name })}
      confirm={text("owner.confirm")}
      isFinal
      isDangerous
      make={make}
      said={text("owner.said", { shop: shop.name })}
      onDone={() => {
        isDone.current = true;
        setCode(made.current);
      }}
      onClose={() => {
        if (!isDone.current) onClose();
      }}
      testId="owner-dialog"
    >
      <p>{text("owner.what")}</p>
      <Notice kind="warn" title={text("owner.call")}>
        <p>{text("owner.call.why")}</p>
      </Notice>
    </ActDialog>
  );
}

async function replaceOwner(desk: Desk, shopId: Hex): Promise<{ code: string; posting: Posting }> {
  const code = createLoginCode(cryptoRandomBytes);
  const [key] = await signersOfLoginCode(code, "till", 1);
  if (!key) throw new Error("a code stands for one key");
  const command = commands.replaceShopOwner({ shopId, owner: key.address });
  return { code, posting: await posting(desk, command) };
}

function OwnerLink({ shop, code, onClose }: Given & { code: string }) {
  const link = `${location.origin}/till/#code=${code}`;
  return (
    <Dialog
      title={text("owner.link.title", { shop: shop.name })}
      onClose={onClose}
      testId="owner-link-dialog"
    >
      <p>{text("owner.link.what")}</p>
      <div class="handover-qr">
        <QrImage text={link} label={text("owner.link.qr")} testId="owner-qr" />
      </div>
      <p class="link-box" data-testid="owner-link">
        {link}
      </p>
      <p>
        {text("owner.link.typed")}{" "}
        <strong class="unbroken" data-testid="owner-code">
          {formatLoginCode(code)}
        </strong>
      </p>
      <Notice kind="warn">
        <p>{text("owner.link.once")}</p>
      </Notice>
      <div class="row dialog-actions">
        <CopyButton value={link} testId="owner-copy" />
        <Button onPress={onClose} testId="owner-done">
          {text("handover.done")}
        </Button>
      </div>
    </Dialog>
  );
}
