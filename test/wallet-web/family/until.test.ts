import { expect } from "chai";
import { untilText } from "../../../wallet-web/family/model/until.ts";
import { t } from "../../../wallet-web/family/texts.ts";
import { DUTCH } from "../../../wallet-web/shared/i18n.ts";
import dutch from "../../../wallet-web/shared/translations/nl/family.json" with { type: "json" };

/** The first moment of 2027 in the Netherlands. */
const END = Date.UTC(2026, 11, 31, 23) / 1000;
const DAY = 86_400;

describe("Until when a budget can be spent", () => {
  before(() => t.speak(dutch, DUTCH));

  for (const [when, now, said] of [
    ["a month before", END - 30 * DAY, "t/m 31 december 2026"],
    ["three weeks before", END - 21 * DAY, "nog 21 dagen"],
    ["two days before", END - 2 * DAY, "nog 2 dagen"],
    ["a day before", END - DAY, "nog 1 dag"],
    ["on the last day", END - DAY + 1, "t/m 31 december 2026"],
    ["in the last second", END - 1, "t/m 31 december 2026"],
    ["from then on", END, "gestopt op 1 januari 2027"],
  ] as const) {
    it(`is said ${when}`, () => {
      expect(untilText(END, now)).to.equal(said);
    });
  }
});
