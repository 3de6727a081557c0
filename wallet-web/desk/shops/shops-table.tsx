// The shops that take part, or did: what each is owed, and a search where there are more than a screen shows.
import { useState } from "preact/hooks";
import { Amount } from "../../shared/components/amount.tsx";
import { Button } from "../../shared/components/button.tsx";
import { Field } from "../../shared/components/field.tsx";
import { Tag } from "../../shared/components/layout.tsx";
import type { Hex } from "../../shared/protocol/bytes.ts";
import type { SchemeShop } from "../app/answers.ts";
import { type DataColumn, DataTable } from "../components/data-table.tsx";
import { text } from "../text.ts";
import { findShops } from "./find-shops.ts";

/** Fewer are seen at a glance. */
const SEARCHED_FROM = 10;

type Given = { shops: readonly SchemeShop[]; onOpen: (id: Hex) => void };

export function ShopsTable({ shops, onOpen }: Given) {
  const [words, setWords] = useState("");
  const found = findShops(shops, words);
  return (
    <section class="stack" aria-labelledby="admitted-title">
      <h2 id="admitted-title">{text("shops.taking")}</h2>
      {shops.length >= SEARCHED_FROM && (
        <search>
          <Field
            label={text("shops.find")}
            hint={text("shops.find.hint")}
            value={words}
            maxLength={80}
            onInput={setWords}
            testId="shops-find"
          />
          <p class="unseen" role="status">
            {words.trim() !== "" && text.count("shops.found", found.length)}
          </p>
        </search>
      )}
      {found.length === 0 ? (
        <p class="soft" data-testid="shops-none">
          {text("shops.find.none")}
        </p>
      ) : (
        <DataTable
          caption={text("shops.taking")}
          columns={columnsOf(onOpen)}
          rows={found}
          rowKey={({ shopId }) => shopId}
          testId="shops-table"
        />
      )}
    </section>
  );
}

function columnsOf(onOpen: (id: Hex) => void): DataColumn<SchemeShop>[] {
  return [
    {
      id: "name",
      title: text("shops.name"),
      cell: ({ name }) => <span class="strong">{name}</span>,
      sortBy: ({ name }) => name,
    },
    {
      id: "category",
      title: text("shops.category"),
      cell: ({ category }) => text(`category.${category}`),
      sortBy: ({ category }) => text(`category.${category}`),
    },
    {
      id: "state",
      title: text("shops.state"),
      cell: ({ state }) => (
        <Tag kind={state === "admitted" ? "good" : "bad"}>{text(`shop.${state}`)}</Tag>
      ),
      sortBy: ({ state }) => state,
    },
    {
      id: "owed",
      title: text("shops.owed"),
      cell: ({ owedCents }) => <Amount cents={BigInt(owedCents)} />,
      sortBy: ({ owedCents }) => BigInt(owedCents),
      isNumber: true,
    },
    {
      id: "inPayout",
      title: text("shops.inPayout"),
      cell: ({ inPayoutCents }) => <Amount cents={BigInt(inPayoutCents)} />,
      sortBy: ({ inPayoutCents }) => BigInt(inPayoutCents),
      isNumber: true,
    },
    {
      id: "paidOut",
      title: text("shops.paidOut"),
      cell: ({ paidOutCents }) => <Amount cents={BigInt(paidOutCents)} />,
      sortBy: ({ paidOutCents }) => BigInt(paidOutCents),
      isNumber: true,
    },
    {
      id: "open",
      title: text("households.open"),
      isActions: true,
      cell: ({ shopId, name }) => (
        <Button look="second" onPress={() => onOpen(shopId)} testId="open-shop">
          {text("households.open")} <span class="unseen">{name}</span>
        </Button>
      ),
    },
  ];
}
