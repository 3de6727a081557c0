// Shops that gave another account: nothing is paid to it before the validator has checked and confirmed it.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { formatMoment } from "../../shared/dates.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { ibanCommitment } from "../../shared/protocol/iban-commitment.ts";
import { useDesk, useRole } from "../app/context.ts";
import { sign } from "../app/desk.ts";
import { useLoad } from "../app/use-load.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import type { IbanChanges } from "../payouts/answers.ts";
import { text } from "../text.ts";
import { formatIban } from "./iban.ts";
import { NameCheckNotice } from "./name-check.tsx";

type Change = IbanChanges["changes"][number];

/** Nothing at all while no shop asks for one, or for who may not decide it. */
export function IbanChangesCard({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const mayConfirm = useRole("validator");
  const [chosen, setChosen] = useState<Change | null>(null);
  const { value } = useLoad<IbanChanges>(mayConfirm ? `iban changes ${schemeId}` : null, (signal) =>
    desk.api.get(`/schemes/${schemeId}/iban-changes`, { signal }),
  );
  const changes = value?.changes ?? [];
  if (changes.length === 0) return null;
  const now = desk.deployments.now();
  return (
    <section class="card" aria-labelledby="iban-changes" data-testid="iban-changes">
      <h2 class="card-title" id="iban-changes">
        {text("changes.title")}
      </h2>
      <p class="soft">{text("changes.what")}</p>
      <ul class="desk-list">
        {changes.map((change) => (
          <li key={change.shopId} class="desk-list-row" data-testid="iban-change">
            <div class="desk-list-main">
              <span class="strong">{change.shopName}</span>
              <span class="unbroken">{formatIban(change.iban)}</span>
              <span class="small soft">
                {text("changes.now", { tail: change.currentIbanTail })}{" "}
                {text("changes.asked", { moment: formatMoment(change.proposedAt) })}{" "}
                {change.readyAt > now &&
                  text("changes.from", { moment: formatMoment(change.readyAt) })}
              </span>
              <IbanChecks change={change} />
            </div>
            <Button
              disabled={change.readyAt > now}
              onPress={() => setChosen(change)}
              testId="confirm-iban"
            >
              {text("changes.confirm")}
              <span class="unseen">{` ${change.shopName}`}</span>
            </Button>
          </li>
        ))}
      </ul>
      {chosen && (
        <ActDialog
          title={text("changes.confirm")}
          confirm={text("changes.confirm")}
          isFinal
          make={async () => ({
            path: `/schemes/${schemeId}/shops/${chosen.shopId}/iban-confirmation`,
            body: { request: await sign(desk, confirmation(schemeId, chosen)) },
          })}
          together={{ schemeId, command: () => confirmation(schemeId, chosen) }}
          said={text("changes.confirmed")}
          onClose={() => setChosen(null)}
          testId="confirm-iban-dialog"
        >
          <p>
            {text("changes.confirm.what", { shop: chosen.shopName, iban: formatIban(chosen.iban) })}
          </p>
        </ActDialog>
      )}
    </section>
  );
}

/** What the bank said of the account that is paid now, and of the new one where it was ever paid before. */
export function IbanChecks({ change }: { change: Change }) {
  return (
    <>
      {change.currentNameCheck && <h3>{text("changes.check.current")}</h3>}
      <NameCheckNotice check={change.currentNameCheck} task="confirm" />
      {change.nameCheck && <h3>{text("changes.check.new")}</h3>}
      <NameCheckNotice check={change.nameCheck} task="confirm" />
    </>
  );
}

/** What is signed is the account on this screen, not what a server says that it is. */
const confirmation = (schemeId: Hex, { shopId, iban, ibanSalt }: Change) =>
  commands.confirmIban({
    schemeId,
    shopId,
    ibanCommitment: ibanCommitment({ iban, salt: ibanSalt }),
  });
