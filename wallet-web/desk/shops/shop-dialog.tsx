// One shop: what it said of itself, what it is owed, and the stop and its end, each with its reason.
import { useState } from "preact/hooks";
import { Button, ButtonLink } from "../../shared/components/button.tsx";
import { Dialog } from "../../shared/components/dialog.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands, type ReasonName } from "../../shared/protocol/commands.ts";
import type { SchemeShop } from "../app/answers.ts";
import { useDesk, useRole } from "../app/context.ts";
import { posting } from "../app/desk.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { ReasonField } from "../components/reason-field.tsx";
import { BlockDialog, UnblockDialog } from "../payouts/block-dialogs.tsx";
import { useBlocks } from "../payouts/use-blocks.ts";
import { text } from "../text.ts";
import { timelinePath } from "../timeline/places.ts";
import { NameCheckNotice } from "./name-check.tsx";
import { OwnerDevice } from "./owner-device.tsx";
import { RegisterNotice } from "./register-notice.tsx";
import { RepaymentDialog } from "./repayment-dialog.tsx";
import { ShopTills } from "./shop-tills.tsx";
import { shopFacts } from "./waiting-shop.tsx";

type Given = { schemeId: Hex; shop: SchemeShop; onClose: () => void };

const REASONS = {
  suspend: ["suspected-misuse", "dispute", "at-own-request", "unspecified"],
  resume: ["resolved", "correction", "at-own-request", "unspecified"],
} as const satisfies Record<string, readonly ReasonName[]>;

type Asking = "suspend" | "resume" | "block" | "unblock" | "owner" | "repayment";

export function ShopDialog({ schemeId, shop, onClose }: Given) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const isTreasurer = useRole("treasurer");
  const isBlocked = useBlocks(schemeId)?.some(({ shopId }) => shopId === shop.shopId) ?? null;
  const maySuspend = useRole("validator", "guardian");
  const mayResume = useRole("validator");
  const seesTimeline = useRole("validator", "guardian", "sponsor");
  const end = () => setAsking(null);
  if (asking === "suspend") return <SuspendDialog schemeId={schemeId} shop={shop} onClose={end} />;
  if (asking === "resume") return <ResumeDialog schemeId={schemeId} shop={shop} onClose={end} />;
  if (asking === "repayment")
    return <RepaymentDialog schemeId={schemeId} shop={shop} onClose={end} />;
  if (asking === "owner") return <OwnerDevice shop={shop} onClose={end} />;
  const payee = { schemeId, shopId: shop.shopId, shopName: shop.name, onClose: end };
  if (asking === "block") return <BlockDialog {...payee} />;
  if (asking === "unblock") return <UnblockDialog {...payee} />;
  return (
    <Dialog title={shop.name} onClose={onClose} testId="shop">
      <div class="row">
        <Tag kind={shop.state === "admitted" ? "good" : "bad"}>{text(`shop.${shop.state}`)}</Tag>
        <Tag>{text(`category.${shop.category}`)}</Tag>
        {isBlocked && <Tag kind="warn">{text("unpaid.blocked")}</Tag>}
      </div>
      <Facts facts={shopFacts(shop)} />
      <RegisterNotice schemeId={schemeId} shop={shop} />
      <NameCheckNotice check={shop.nameCheck} task="confirm" />
      <Facts
        facts={[
          [text("shops.owed"), formatCents(BigInt(shop.owedCents))],
          [text("shops.inPayout"), formatCents(BigInt(shop.inPayoutCents))],
          [text("shops.paidOut"), formatCents(BigInt(shop.paidOutCents))],
        ]}
      />
      <ShopTills schemeId={schemeId} shopId={shop.shopId} onReplace={() => setAsking("owner")} />
      <div class="row dialog-actions">
        {seesTimeline && (
          <ButtonLink
            look="quiet"
            icon="clock"
            href={timelinePath("shop", shop.shopId)}
            testId="timeline-shop"
          >
            {text("timeline.open")}
          </ButtonLink>
        )}
        {isTreasurer && shop.owedCents.startsWith("-") && (
          <Button look="second" onPress={() => setAsking("repayment")} testId="repayment">
            {text("repayment.go")}
          </Button>
        )}
        {isTreasurer && isBlocked !== null && (
          <Button
            look="second"
            onPress={() => setAsking(isBlocked ? "unblock" : "block")}
            testId={isBlocked ? "unblock" : "block"}
          >
            {text(isBlocked ? "blocks.lift" : "blocks.stop")}
          </Button>
        )}
        {shop.state === "admitted" && maySuspend && (
          <Button look="danger" onPress={() => setAsking("suspend")} testId="suspend-shop">
            {text("suspend.go")}
          </Button>
        )}
        {shop.state === "suspended" && mayResume && (
          <Button onPress={() => setAsking("resume")} testId="resume-shop">
            {text("resumeShop.go")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function SuspendDialog({ schemeId, shop, onClose }: Given) {
  const desk = useDesk();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const make = () => {
    setMissing(reason === "");
    if (reason === "") return null;
    const { shopId } = shop;
    return posting(desk, commands.suspendShop({ schemeId, shopId, reason: reason as ReasonName }));
  };
  return (
    <ActDialog
      title={text("suspend.title", { shop: shop.name })}
      confirm={text("suspend.go")}
      isDangerous
      make={make}
      said={text("suspend.said", { shop: shop.name })}
      onClose={onClose}
      testId="suspend-dialog"
    >
      <p>{text("suspend.what")}</p>
      <ReasonField
        reasons={REASONS.suspend}
        value={reason}
        onInput={setReason}
        isMissing={isMissing && reason === ""}
      />
    </ActDialog>
  );
}

function ResumeDialog({ schemeId, shop, onClose }: Given) {
  const desk = useDesk();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const make = () => {
    setMissing(reason === "");
    if (reason === "") return null;
    const { shopId } = shop;
    return posting(desk, commands.resumeShop({ schemeId, shopId, reason: reason as ReasonName }));
  };
  return (
    <ActDialog
      title={text("resumeShop.title", { shop: shop.name })}
      confirm={text("resumeShop.go")}
      make={make}
      said={text("resumeShop.said", { shop: shop.name })}
      onClose={onClose}
      testId="resume-shop-dialog"
    >
      <p>{text("resumeShop.what")}</p>
      <ReasonField
        reasons={REASONS.resume}
        value={reason}
        onInput={setReason}
        isMissing={isMissing && reason === ""}
      />
    </ActDialog>
  );
}
