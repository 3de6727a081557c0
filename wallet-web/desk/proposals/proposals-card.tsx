// What a colleague proposed, or this person: who confirms checks it anew, and signs the same call.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { Notice } from "../../shared/components/notice.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import { bankReferenceHash, normaliseBankReference } from "../../shared/protocol/bank-reference.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { useStore } from "../../shared/store.ts";
import type { Proposal } from "../app/answers.ts";
import { useDesk, useRole } from "../app/context.ts";
import { type Desk, sign } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { ActDialog, Facts } from "../components/act-dialog.tsx";
import { formatIban } from "../shops/iban.ts";
import { text } from "../text.ts";
import { checkedCall } from "./checked-call.ts";
import { ShopChecks } from "./shop-checks.tsx";

type Asking = { proposal: Proposal; act: "confirm" | "withdraw" };

/** @param props.kinds Those of the page that it stands on. */
export function ProposalsCard(props: { schemeId: Hex; kinds: readonly Proposal["kind"][] }) {
  const { schemeId, kinds } = props;
  const desk = useDesk();
  const maySee = useRole("sponsor", "validator");
  const device = useStore(desk.device);
  const [asking, setAsking] = useState<Asking | null>(null);
  const { value } = useLoad<{ proposals: Proposal[] }>(
    maySee ? `proposals ${schemeId}` : null,
    (signal) => desk.api.get(`/schemes/${schemeId}/proposals`, { signal }),
  );
  const shown = value?.proposals.filter(({ kind }) => kinds.includes(kind)) ?? [];
  if (shown.length === 0) return null;
  return (
    <section class="card" aria-labelledby="proposals-title" data-testid="proposals">
      <h2 class="card-title" id="proposals-title">
        {text("proposals.title")}
      </h2>
      <p class="soft">{text("proposals.what")}</p>
      <ul class="desk-list">
        {shown.map((proposal) => {
          const isOwn = proposal.proposer === device?.address;
          return (
            <li key={proposal.callId} class="desk-list-row" data-testid="proposal">
              <div class="desk-list-main">
                <span class="strong">
                  {text(`proposals.kind.${proposal.kind}`)}: {subjectOf(proposal)}
                </span>
                <span class="small soft">
                  {text("proposals.when", {
                    moment: formatMoment(proposal.proposedAt),
                    until: formatMoment(proposal.expiresAt),
                  })}
                </span>
                {isOwn && <span class="small soft">{text("proposals.own")}</span>}
              </div>
              <div class="row">
                <Button
                  look="quiet"
                  onPress={() => setAsking({ proposal, act: "withdraw" })}
                  testId="withdraw-proposal"
                >
                  {text("proposals.withdraw")}
                </Button>
                {!isOwn && (
                  <Button
                    onPress={() => setAsking({ proposal, act: "confirm" })}
                    testId="confirm-proposal"
                  >
                    {text("proposals.confirm")}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {asking?.act === "confirm" && (
        <ConfirmDialog
          schemeId={schemeId}
          proposal={asking.proposal}
          onClose={() => setAsking(null)}
        />
      )}
      {asking?.act === "withdraw" && (
        <ActDialog
          title={text("proposals.withdraw.title")}
          confirm={text("proposals.withdraw")}
          make={async () => posted(desk, "withdrawAct", { schemeId, call: asking.proposal.call })}
          said={text("proposals.withdrawn")}
          onClose={() => setAsking(null)}
          testId="withdraw-proposal-dialog"
        >
          <Facts facts={factsOf(asking.proposal)} />
          <p>{text("proposals.withdraw.what")}</p>
        </ActDialog>
      )}
    </section>
  );
}

function ConfirmDialog(props: { schemeId: Hex; proposal: Proposal; onClose: () => void }) {
  const { schemeId, proposal, onClose } = props;
  const desk = useDesk();
  const [reference, setReference] = useState("");
  const [error, setError] = useState<string | null>(null);
  const isMoney = proposal.kind === "fund" || proposal.kind === "withdraw";
  const make = () => {
    const typed = normaliseBankReference(reference);
    const hash = isMoney ? bankReferenceHash(typed) : null;
    // What is signed is made of what stands on this screen; a server can't slip in another call.
    const call = checkedCall({ schemeId, proposal, bankReference: hash });
    const wrong = isMoney ? text("proposals.reference.wrong") : text("proposals.mismatch");
    setError(call === null ? wrong : null);
    return call === null ? null : posted(desk, "confirmAct", { schemeId, call });
  };
  return (
    <ActDialog
      title={text("proposals.confirm.title")}
      confirm={text("proposals.confirm")}
      isFinal
      make={make}
      said={text("proposals.confirmed")}
      onClose={onClose}
      testId="confirm-proposal-dialog"
    >
      <Facts facts={factsOf(proposal)} />
      {isMoney ? (
        <>
          <p>{text(`proposals.check.${proposal.kind === "fund" ? "fund" : "withdraw"}`)}</p>
          <Field
            label={text("proposals.reference")}
            autoCapitalize="none"
            maxLength={140}
            value={reference}
            onInput={setReference}
            error={error}
            testId="proposal-reference"
          />
        </>
      ) : (
        <>
          <ShopChecks schemeId={schemeId} proposal={proposal} />
          <p>{text("proposals.check.shop")}</p>
          {error && <Notice kind="bad" title={error} />}
        </>
      )}
    </ActDialog>
  );
}

async function posted(
  desk: Desk,
  name: "confirmAct" | "withdrawAct",
  { schemeId, call }: { schemeId: Hex; call: Hex },
) {
  const { ledger } = await desk.deployments.get();
  const request = await sign(desk, commands[name]({ schemeId, ledger, call }));
  return { path: `/schemes/${schemeId}/proposals`, body: { request } };
}

const subjectOf = ({ amountCents, shop }: Proposal): string =>
  amountCents === null ? (shop?.name ?? "") : formatCents(BigInt(amountCents));

function factsOf({ amountCents, shop }: Proposal): [string, string][] {
  if (amountCents !== null) return [[text("proposals.amount"), formatCents(BigInt(amountCents))]];
  return [
    [text("proposals.shop"), shop?.name ?? ""],
    [text("shops.kvk"), shop?.kvkNumber ?? ""],
    [text("proposals.iban"), shop ? formatIban(shop.iban) : ""],
  ];
}
