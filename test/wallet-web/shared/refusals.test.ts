// Whatever the server refuses to a family's phone or a till: the person reads what happened, what to do now.
import { expect } from "chai";
import type { ErrorCode } from "../../../server/errors/table.ts";
import { refusalCodes } from "../../../server/http/openapi.ts";
import { allRoutes } from "../../../server/http/routes/all.ts";
import type { RouteParts } from "../../../server/http/routes/parts.ts";
import { placesIn } from "../../../wallet-web/shared/i18n.ts";
import {
  ApiError,
  loadSentences,
  problemText,
  takeSentencesFrom,
} from "../../../wallet-web/shared/problem.ts";
import sentences from "../../../wallet-web/shared/translations/nl/errors.json" with {
  type: "json",
};

/** By what a family and a till do at the counter. */
const PAYING = /^\/(payments|payment-requests|refunds|cheques|pay-codes|requests)\b/;
const routes = allRoutes({ services: {}, office: {}, limits: {}, live: {} } as RouteParts);
const codesOf = (wanted: (path: string, tag: string) => boolean): ErrorCode[] => [
  ...new Set(
    routes
      .filter(({ path, tag }) => wanted(path, tag))
      .flatMap((route) => [...refusalCodes(route)]),
  ),
];

describe("A refusal that a family or a till can meet", () => {
  before(async () => {
    // Another test may have left another language's.
    await takeSentencesFrom(async () => sentences);
    await loadSentences();
  });

  const said = (code: ErrorCode) => {
    const sentence = (sentences as Record<string, string>)[code] ?? "";
    const params = Object.fromEntries(placesIn(sentence).map((name) => [name, "1250"]));
    return problemText(new ApiError({ code, status: 409, params }));
  };
  const unexpected = problemText(new ApiError({ code: "unexpected", status: 409 }));

  for (const code of codesOf((_path, tag) => ["family", "shop", "access"].includes(tag))) {
    it(`says of ${code} what happened and what to do`, () => {
      const { title, todo } = said(code);
      expect(title, "its own words").to.not.equal(unexpected.title);
      expect(title).to.match(/^\p{Lu}.*[.!?]$/u);
      expect(todo).to.match(/^[\p{Lu}'].*[.!?]$/u);
    });
  }

  it("at the counter says apart from every other one", () => {
    const titles = codesOf((path) => PAYING.test(path)).map((code) => said(code).title);
    expect(titles.length).to.be.greaterThan(20);
    expect(new Set(titles).size).to.equal(titles.length);
  });

  it("for a clock that is wrong names the clock", () => {
    for (const code of ["authorisation-not-in-time", "request-expired"] as const) {
      expect(said(code).todo).to.match(/kijk .*klok/);
    }
  });
});
