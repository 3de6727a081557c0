// The dashboard as a file for the council: the same sums in words, a line each; nothing that the screen doesn't show. It goes further than
// the staff, so that its money is joined as on the public page while fewer than five families paid.

import words from "../../wallet-web/shared/translations/nl/bookkeeping.json" with { type: "json" };
import desk from "../../wallet-web/shared/translations/nl/desk.json" with { type: "json" };
import insight from "../../wallet-web/shared/translations/nl/insight.json" with { type: "json" };
import open from "../../wallet-web/shared/translations/nl/open.json" with { type: "json" };
import { formatCentsAsDecimal } from "../bank/money.ts";
import { csvCell } from "../treasury/report-csv.ts";
import type { InsightAnswer, Known } from "./insight.ts";
import { partsOf } from "./public-totals.ts";

type Row = [part: string, name: string, value: string];

const euros = (cents: string) => formatCentsAsDecimal(BigInt(cents)).replace(".", ",");

export function councilCsv(known: Known): Uint8Array {
  const { answer } = known;
  const { families, percent, isAtLeast } = answer.adoption;
  const few = words["council.few"];
  const rows: Row[] = [
    ...moneyRows(known),
    [insight["insight.goals"], words["council.families"], String(families ?? few)],
    [
      insight["insight.goals"],
      words[isAtLeast ? "council.atLeast" : "council.percent"],
      String(percent ?? few),
    ],
    [
      insight["insight.goals"],
      words["council.bank"],
      String(answer.medianSaleToBankSeconds ?? few),
    ],
    ...markRows(answer.satisfaction),
    ...(answer.weeks ?? []).map(
      (week): Row => [
        insight["insight.weeks"],
        week.weeks === 1 ? week.startsOn : `${week.startsOn} (${week.weeks})`,
        euros(week.spentCents),
      ],
    ),
    ...(answer.categories ?? []).map(
      (one): Row => [
        insight["insight.categories"],
        one.category === "rest" ? insight["category.rest"] : desk[`category.${one.category}`],
        euros(one.spentCents),
      ],
    ),
  ];
  const head = [words["council.part"], words["council.name"], words["council.value"]];
  const lines = [head, [answer.name, "", ""], ...rows].map((row) => row.map(csvCell).join(";"));
  return Buffer.from(`\ufeff${lines.join("\r\n")}\r\n`, "utf8");
}

/** One family's purchase may be all that was spent. */
function moneyRows(known: Known): Row[] {
  const { conservation, spentCents } = known.answer;
  const part = insight["insight.money"];
  const { owedCents, shopDebtCents, inPayoutCents } = conservation;
  const owed = String(BigInt(owedCents) + BigInt(shopDebtCents) + BigInt(inPayoutCents));
  const joined = partsOf(known).find(({ name }) => name === "granted" || name === "held");
  const shown = (cents: string) => (joined ? words["council.few"] : euros(cents));
  return [
    [part, insight["insight.funded"], euros(conservation.fundedCents)],
    [part, insight["insight.spent"], shown(spentCents)],
    [part, insight["insight.outstanding"], shown(conservation.outstandingCents)],
    [part, insight["insight.owed"], shown(owed)],
    [part, insight["insight.shopDebt"], shown(shopDebtCents)],
    [part, insight["insight.paid"], shown(conservation.paidOutCents)],
    ...(joined ? [[part, open[`part.${joined.name}`], euros(joined.amountCents)] as Row] : []),
  ];
}

function markRows(satisfaction: InsightAnswer["satisfaction"]): Row[] {
  const part = insight["insight.marks"];
  const mark = (tenths: number) => (tenths / 10).toFixed(1).replace(".", ",");
  return (["families", "shops"] as const).flatMap((who) => {
    const given = satisfaction[who];
    if (!given) return [[part, words[`council.mark.${who}`], words["council.fewMarks"]]];
    return [
      [part, words[`council.mark.${who}`], mark(given.meanTenths)],
      [part, words[`council.marks.${who}`], String(given.marks)],
      ...given.months.map(
        ({ month, meanTenths }): Row => [
          part,
          words[`council.month.${who}`].replace("{month}", month),
          mark(meanTenths),
        ],
      ),
    ];
  });
}
