// Shops to which nothing is paid until somebody has looked.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { useDesk, useRole } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import { ActDialog } from "../components/act-dialog.tsx";
import { text } from "../text.ts";
import type { BlockList } from "./answers.ts";
import { decision } from "./decide.ts";
import { explain } from "./reasons.ts";

type Block = BlockList["blocks"][number];

/** Nothing at all while no shop is blocked. */
export function BlocksCard({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const mayDecide = useRole("treasurer");
  const [chosen, setChosen] = useState<Block | null>(null);
  const { value } = useLoad<BlockList>(`blocks ${schemeId}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/payee-blocks`, { signal }),
  );
  const blocks = value?.blocks ?? [];
  if (blocks.length === 0) return null;
  return (
    <section class="card" aria-labelledby="blocks" data-testid="blocks">
      <h2 class="card-title" id="blocks">
        {text("blocks.title")}
      </h2>
      <p class="soft">{text("blocks.what")}</p>
      <ul class="list">
        {blocks.map((block) => (
          <li key={block.shopId} class="row row-apart">
            <span class="stack">
              <span class="strong">{block.shopName}</span>
              <span class="small">
                {formatMoment(block.at)}. {explain(block.reason).what} {explain(block.reason).todo}
              </span>
              <span class="small soft">
                {text("blocks.owed", { amount: formatCents(BigInt(block.owedCents)) })}
              </span>
            </span>
            {mayDecide && (
              <Button look="second" onPress={() => setChosen(block)} testId="unblock">
                {text("blocks.lift")}
                <span class="unseen">{` ${block.shopName}`}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <ActDialog
          title={text("blocks.lift")}
          confirm={text("blocks.lift")}
          make={() =>
            decision(desk, { schemeId, subjectId: chosen.shopId, decision: "unblock-payee" })
          }
          said={text("blocks.lifted")}
          onClose={() => setChosen(null)}
          testId="unblock-dialog"
        >
          <p>{text("blocks.lift.what", { shop: chosen.shopName })}</p>
        </ActDialog>
      )}
    </section>
  );
}
