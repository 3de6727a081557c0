// Shops that are owed something which no payout holds yet, and what it waits for.
import { useState } from "preact/hooks";
import { Button } from "../../shared/components/button.tsx";
import { EmptyState, Tag } from "../../shared/components/layout.tsx";
import { formatCents } from "../../shared/money.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
import { useDesk, useRole } from "../app/context.ts";
import { useLoad } from "../app/use-load.ts";
import type { DataColumn } from "../components/data-table.tsx";
import { Loading } from "../components/page.tsx";
import { PagedTable } from "../components/paged-table.tsx";
import { text } from "../text.ts";
import type { UnpaidShops as Answer } from "./answers.ts";
import { BlockDialog } from "./block-dialogs.tsx";

type Shop = Answer["shops"][number];
const PER_PAGE = 25;

export function UnpaidShops({ schemeId }: { schemeId: Hex }) {
  const desk = useDesk();
  const mayDecide = useRole("treasurer");
  const [chosen, setChosen] = useState<Shop | null>(null);
  const loaded = useLoad<Answer>(`unpaid ${schemeId}`, (signal) =>
    desk.api.get(`/schemes/${schemeId}/unpaid-shops`, { signal }),
  );
  return (
    <>
      <p class="soft">{text("unpaid.what")}</p>
      <Loading loaded={loaded}>
        {({ shops }) =>
          shops.length === 0 ? (
            <EmptyState icon="check" title={text("unpaid.none")} />
          ) : (
            <PagedTable
              caption={text("payouts.state.EARNED")}
              columns={columns(mayDecide ? setChosen : null)}
              rows={shops}
              perPage={PER_PAGE}
              rowKey={({ shopId }) => shopId}
              testId="unpaid-table"
            />
          )
        }
      </Loading>
      {chosen && (
        <BlockDialog
          schemeId={schemeId}
          shopId={chosen.shopId}
          shopName={chosen.shopName}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}

function columns(onBlock: ((shop: Shop) => void) | null): DataColumn<Shop>[] {
  const shown: DataColumn<Shop>[] = [
    {
      id: "shop",
      title: text("payouts.shop"),
      cell: ({ shopName }) => <span class="strong">{shopName}</span>,
      sortBy: ({ shopName }) => shopName,
    },
    { id: "waits", title: text("unpaid.waits"), cell: (shop) => <Waits shop={shop} /> },
    {
      id: "hold",
      title: text("unpaid.withinHold"),
      isNumber: true,
      cell: ({ withinHoldCents }) => formatCents(BigInt(withinHoldCents)),
      sortBy: ({ withinHoldCents }) => BigInt(withinHoldCents),
    },
    {
      id: "owed",
      title: text("unpaid.owed"),
      isNumber: true,
      cell: ({ owedCents }) => formatCents(BigInt(owedCents)),
      sortBy: ({ owedCents }) => BigInt(owedCents),
    },
  ];
  if (!onBlock) return shown;
  const block: DataColumn<Shop> = {
    id: "block",
    title: text("blocks.stop"),
    isActions: true,
    cell: (shop) =>
      !shop.isBlocked && (
        <Button look="second" onPress={() => onBlock(shop)} testId="block-unpaid">
          {text("blocks.stop")}
          <span class="unseen">{` ${shop.shopName}`}</span>
        </Button>
      ),
  };
  return [...shown, block];
}

function Waits({ shop }: { shop: Shop }) {
  if (shop.isBlocked) return <Tag kind="warn">{text("unpaid.blocked")}</Tag>;
  if (shop.state === "suspended") return <Tag kind="warn">{text("shop.suspended")}</Tag>;
  const isYoung = BigInt(shop.withinHoldCents) === BigInt(shop.owedCents);
  return <Tag>{text(isYoung ? "unpaid.young" : "unpaid.next")}</Tag>;
}
