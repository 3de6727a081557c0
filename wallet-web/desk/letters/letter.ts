// What a letter says that differs from family to family. The code stands in the link's fragment, which no server ever gets.
import { formatLoginCode } from "../../shared/protocol/login-code.ts";
import type { LetterHousehold, LetterWork } from "../codes/letter-work.ts";

/** A letter, ready to print. */
export type Letter = {
  clientNumber: string;
  /** Null when the server hasn't given it (yet): the client number is enough to find the family by. */
  letterNumber: number | null;
  language: string;
  children: number;
  /** The family has budgets already; what is on its phone stays. */
  joins: boolean;
  /** What the QR says, and nothing else. */
  link: string;
  /** The code in groups of four, to type. */
  typedCode: string;
};

/** The link of a letter's QR. */
export function letterLink(origin: string, code: string): string {
  return `${origin}/family/#code=${code}`;
}

/** The letters of the parts that are done, by client number: the order of the cupboard and of the label printer. */
export function lettersOf(given: {
  work: LetterWork;
  origin: string;
  /** By beneficiary id. */
  letterNumbers: ReadonlyMap<string, number>;
}): Letter[] {
  const { work, origin, letterNumbers } = given;
  return work.parts
    .filter((part) => part.state === "done")
    .flatMap((part) => part.households)
    .map((household) => letterOf({ household, origin, letterNumbers }))
    .sort((a, b) => a.clientNumber.localeCompare(b.clientNumber, "nl", { numeric: true }));
}

function letterOf(given: {
  household: LetterHousehold;
  origin: string;
  letterNumbers: ReadonlyMap<string, number>;
}): Letter {
  const { household, origin, letterNumbers } = given;
  const numbers = household.beneficiaryIds.map((id) => letterNumbers.get(id));
  return {
    clientNumber: household.clientNumber,
    letterNumber: numbers.find((number) => number !== undefined) ?? null,
    language: household.language,
    children: household.beneficiaryIds.length,
    joins: household.joins ?? false,
    link: letterLink(origin, household.code),
    typedCode: formatLoginCode(household.code),
  };
}
