// Shops to which nothing is paid until somebody has looked: why, since when, and what was decided before.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { formatMoment } from "../../shared/dates.ts";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { useRole } from "../app/context.ts";
import { text } from "../text.ts";
import type { BlockList } from "./answers.ts";
import { UnblockDialog } from "./block-dialogs.tsx";
import { DecidedList } from "./decided-list.tsx";
import { explain } from "./reasons.ts";
import { useBlocks } from "./use-blocks.ts";

type Block = BlockList["blocks"][number];

/** Nothing at all while no shop is blocked. */
export function BlocksCard({ schemeId }: { schemeId: Hex }) {
  const mayDecide = useRole("treasurer");
  const [chosen, setChosen] = useState<Block | null>(null);
  const blocks = useBlocks(schemeId) ?? [];
  return (
    <>
      {blocks.length > 0 && (
        <section class="card" aria-labelledby="blocks" data-testid="blocks">
          <h2 class="card-title" id="blocks">
            {text("blocks.title")}
          </h2>
          <p class="soft">{text("blocks.what")}</p>
          <ul class="desk-list">
            {blocks.map((block) => (
              <li key={block.shopId} class="desk-list-row" data-testid="block">
                <BlockWords block={block} />
                {mayDecide && (
                  <Button look="second" onPress={() => setChosen(block)} testId="unblock">
                    {text("blocks.lift")}
                    <span class="unseen">{` ${block.shopName}`}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {chosen && (
        <UnblockDialog
          schemeId={schemeId}
          shopId={chosen.shopId}
          shopName={chosen.shopName}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}

function BlockWords({ block }: { block: Block }) {
  const { what, todo } = explain(block.reason);
  return (
    <div class="desk-list-main">
      <p class="row row-apart">
        <span class="strong">{block.shopName}</span>
        <span class="soft small">
          {text("blocks.owed", { amount: formatCents(BigInt(block.owedCents)) })}
        </span>
      </p>
      <p>
        {what} {todo}
      </p>
      <p class="soft small">{text("blocks.since", { moment: formatMoment(block.at) })}</p>
      <DecidedList decided={block.decided} />
    </div>
  );
}
