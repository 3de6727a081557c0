// Asks before a card is made, replaced, blocked, unblocked or taken away: what will happen, and why where the ledger keeps it.
import { useRef, useState } from "preact/hooks";
import { SelectField } from "../../shared/components/field.tsx";
import { cryptoRandomBytes, type Hex } from "../../shared/protocol/bytes.ts";
import type { CardSecrets } from "../../shared/protocol/card.ts";
import { commands, type ReasonName } from "../../shared/protocol/commands.ts";
import { goTo } from "../../shared/router.ts";
import type { Household } from "../app/answers.ts";
import { useDesk } from "../app/context.ts";
import { type Desk, type Posting, posting, sign } from "../app/desk.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { text } from "../text.ts";
import type { CardAct } from "./card-state.tsx";
import { makeCard } from "./make-card.ts";

type Given = {
  schemeId: Hex;
  household: Household;
  beneficiaryId: Hex;
  child: number;
  onClose: () => void;
};

export function CardDialog(props: Given & { act: CardAct }) {
  const { act } = props;
  if (act === "card-make" || act === "card-replace") return <MakeDialog {...props} act={act} />;
  return <ReasonDialog {...props} act={act} />;
}

function MakeDialog(props: Given & { act: "card-make" | "card-replace" }) {
  const { schemeId, household, beneficiaryId, child, act } = props;
  const desk = useDesk();
  const made = useRef<CardSecrets | null>(null);
  const isOneOfMore = household.beneficiaries.length > 1;
  const make = () =>
    makeCard(desk, { schemeId, beneficiaryId, random: cryptoRandomBytes }, (secrets) => {
      made.current = secrets;
    });
  const print = () => {
    if (!made.current) throw new Error("a card was linked that nobody made");
    const { clientNumber, letterNumber, language } = household;
    const number = isOneOfMore ? child : null;
    desk.newCard.set({
      ...made.current,
      ...{ schemeId, clientNumber, letterNumber, language, number },
    });
    made.current = null;
    goTo(["card"]);
  };
  return (
    <ActDialog
      title={text(`${act}.title`)}
      confirm={text(`${act}.confirm`)}
      icon="print"
      isFinal={act === "card-replace"}
      make={make}
      said={text("card-make.said")}
      onDone={print}
      onClose={props.onClose}
      testId="card-make-dialog"
    >
      <Who {...props} />
      <ul class="bullets">
        {act === "card-replace" && <li>{text("card-replace.old")}</li>}
        <li>{text("card-make.two")}</li>
        <li>{text("card-make.once")}</li>
        <li>{text("card-make.stays")}</li>
      </ul>
    </ActDialog>
  );
}

const REASONS = {
  "card-block": ["lost-device", "suspected-misuse", "dispute", "at-own-request", "unspecified"],
  "card-unblock": ["at-own-request", "correction", "unspecified"],
  "card-remove": ["lost-device", "at-own-request", "suspected-misuse", "unspecified"],
} as const satisfies Partial<Record<CardAct, readonly ReasonName[]>>;

function ReasonDialog(props: Given & { act: keyof typeof REASONS }) {
  const { schemeId, beneficiaryId, act } = props;
  const desk = useDesk();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const make = () => {
    setMissing(reason === "");
    if (reason === "") return null;
    return postingOf(desk, { schemeId, act, beneficiaryId, reason: reason as ReasonName });
  };
  return (
    <ActDialog
      title={text(`${act}.title`)}
      confirm={text(`${act}.confirm`)}
      isFinal={act === "card-remove"}
      isDangerous={act !== "card-unblock"}
      make={make}
      said={text(`${act}.said`)}
      onClose={props.onClose}
      testId={`${act}-dialog`}
    >
      <Who {...props} />
      <p>{text(`${act}.what`)}</p>
      <SelectField
        label={text("reason")}
        hint={text("reason.hint")}
        empty={text("reason.choose")}
        value={reason}
        onInput={(value) => {
          setReason(value);
          setMissing(false);
        }}
        choices={REASONS[act].map((value) => ({ value, text: reasonText(value) }))}
        error={isMissing ? text("reason.choose") : null}
        testId="reason"
      />
    </ActDialog>
  );
}

/** The ledger has one reason for what is lost: here that is the card. */
function reasonText(reason: ReasonName): string {
  return text(reason === "lost-device" ? "card.reason.lost" : `reason.${reason}`);
}

async function postingOf(
  desk: Desk,
  given: {
    schemeId: Hex;
    act: keyof typeof REASONS;
    beneficiaryId: Hex;
    reason: ReasonName;
  },
): Promise<Posting> {
  const { schemeId, act, beneficiaryId, reason } = given;
  if (act === "card-block") return posting(desk, commands.blockCard({ beneficiaryId, reason }));
  if (act === "card-remove") return posting(desk, commands.removeCard({ beneficiaryId, reason }));
  // Not a bare command: the server forgets the wrong PINs with it.
  const request = await sign(desk, commands.unblockCard({ beneficiaryId, reason }));
  return { path: `/schemes/${schemeId}/card-unblocks`, body: { request } };
}

function Who({ child, household }: Pick<Given, "child" | "household">) {
  return (
    <p class="strong">{text("reissue.child", { number: child, client: household.clientNumber })}</p>
  );
}
