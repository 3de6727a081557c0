import { expect } from "chai";
import type { LetterWorkPart } from "../../../wallet-web/desk/codes/letter-work.ts";
import { bodyOf, groupLetterWork, partId } from "../../../wallet-web/desk/codes/letter-work.ts";
import { preparePart, renewPart, type Signing } from "../../../wallet-web/desk/codes/prepare.ts";
import {
  firstDecisions,
  type LeavingReason,
  outcomeOf,
} from "../../../wallet-web/desk/import/decisions.ts";
import { type ImportPreview, planImport } from "../../../wallet-web/desk/import/start-import.ts";
import { cryptoRandomBytes, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { signersOfLoginCode } from "../../../wallet-web/shared/protocol/login-code.ts";
import { createDeviceKey, signerFromKeyPair } from "../../../wallet-web/shared/protocol/signer.ts";

const SCHEME: Hex = `0x${"5c".repeat(16)}`;
const IMPORT: Hex = `0x${"1f".repeat(16)}`;
const DEPLOYMENT = {
  chainId: 31337,
  ledger: `0x${"11".repeat(20)}`,
  forwarder: `0x${"22".repeat(20)}`,
  roles: `0x${"33".repeat(20)}`,
  cards: `0x${"41".repeat(20)}`,
} as const;

function preview(children: number[]): ImportPreview {
  return {
    importId: IMPORT,
    schemeId: SCHEME,
    rows: children.map((count, index) => ({
      row: index + 2,
      clientNumber: `ZH-${index}`,
      children: count,
      language: "nl" as const,
      verdict: "new" as const,
      problems: [],
      known: null,
    })),
    counts: { new: children.length, more: 0, fewer: 0, registered: 0, refused: 0, children: 0 },
    absent: [],
    absentTotal: 0,
  };
}

const idOf = (number: number): Hex => `0x${String(number).padStart(32, "0")}`;

const absentOf = (number: number) => ({
  householdId: idOf(number),
  clientNumber: `WEG-${number}`,
  letterNumber: number + 1,
  beneficiaryIds: [idOf(1_000 + number), idOf(2_000 + number)],
});

async function signing(): Promise<Signing> {
  return {
    deployment: DEPLOYMENT,
    signer: await signerFromKeyPair(await createDeviceKey()),
    deadline: 2_000_000_000,
    random: cryptoRandomBytes,
  };
}

function plan(children: number[]): LetterWorkPart[] {
  return planOf(preview(children));
}

/** All that a person is first asked to agree with, and these families closed. */
function planOf(given: ImportPreview, closing: readonly (readonly [Hex, LeavingReason])[] = []) {
  const decisions = { ...firstDecisions(given), closing: new Map(closing) };
  const outcome = outcomeOf(given, decisions);
  return planImport({ preview: given, outcome, now: 1, random: cryptoRandomBytes });
}

/** The pairs in a `registerBeneficiaries` call, in the order of the chain. */
function pairsOf(data: Hex): string[] {
  const words = data.slice(10).match(/.{64}/g)!.slice(3);
  return words.flatMap((word, index) =>
    index % 2 === 0 ? [`${word.slice(0, 32)}:${words[index + 1]!.slice(24)}`] : [],
  );
}

describe("planImport", () => {
  it("takes the new rows only", () => {
    const given = preview([2, 3, 1]);
    given.rows[0]!.verdict = "registered";
    given.rows[2]!.verdict = "refused";
    const parts = planOf(given);
    expect(parts.flatMap((part) => part.rows)).to.deep.equal([3]);
    expect(parts[0]!.households[0]!.clientNumber).to.equal("ZH-1");
  });

  it("gives a family that is known ids for the children that came, and says so for its letter", () => {
    const given = preview([3, 1]);
    const known = { householdId: IMPORT, letterNumber: 1, open: 1, closed: 0 };
    Object.assign(given.rows[0]!, { verdict: "more", known });
    const [part] = planOf(given);
    expect(part!.households.map((one) => one.beneficiaryIds.length)).to.deep.equal([2, 1]);
    expect(part!.households.map((one) => one.joins)).to.deep.equal([true, undefined]);
  });

  it("plans the families to close as work of their own, after the others", () => {
    const given = preview([1]);
    given.absent = Array.from({ length: 12 }, (_, index) => absentOf(index));
    const closed = given.absent.slice(1).map((one) => [one.householdId, "moved-away"] as const);
    const parts = planOf(given, closed);
    expect(parts.map((part) => part.kind)).to.deep.equal(["import", "closing", "closing"]);
    expect(new Set(parts.map((part) => part.workId)).size).to.equal(2);
    const clients = parts
      .slice(1)
      .flatMap((part) => part.households.map((one) => one.clientNumber));
    expect(clients).to.deep.equal(given.absent.slice(1).map((one) => one.clientNumber));
    expect(planOf(given).map((part) => part.kind)).to.deep.equal(["import"]);
  });

  it("gives every child an id of its own", () => {
    const ids = plan([2, 3, 20, 20, 20]).flatMap((part) =>
      part.households.flatMap((household) => household.beneficiaryIds),
    );
    expect(new Set(ids).size).to.equal(65);
    for (const id of ids) expect(id).to.match(/^0x[0-9a-f]{32}$/);
  });

  it("makes no code and sends nothing yet", () => {
    const parts = plan([2, 3]);
    expect(parts.every((part) => part.state === "planned" && part.posts.length === 0)).to.equal(
      true,
    );
    expect(parts.flatMap((part) => part.households.map(({ code }) => code))).to.deep.equal([
      "",
      "",
    ]);
  });
});

describe("preparePart", () => {
  it("signs one registration with the keys of every household's code", async () => {
    const part = await preparePart(plan([2, 1])[0]!, await signing());
    const expected: string[] = [];
    for (const household of part.households) {
      const keys = await signersOfLoginCode(
        household.code,
        "beneficiary",
        household.beneficiaryIds.length,
      );
      household.beneficiaryIds.forEach((id, index) => {
        expected.push(`${id.slice(2)}:${keys[index]!.address.slice(2)}`);
      });
    }
    const data = part.posts[0]!.signed.request.data;
    expect(pairsOf(data).sort()).to.deep.equal(expected.sort());
  });

  it("names rows and ids to the server in the order of the file", async () => {
    const part = await preparePart(plan([2, 1])[0]!, await signing());
    expect(part.posts[0]!.beside!.households).to.deep.equal(
      part.households.map((household, index) => ({
        row: index + 2,
        beneficiaryIds: household.beneficiaryIds,
      })),
    );
    expect(part.posts[0]!.beside!.importId).to.equal(IMPORT);
  });

  it("puts no code into what is sent, nor a client number", async () => {
    const part = await preparePart(plan([3, 2, 1])[0]!, await signing());
    const sent = JSON.stringify(part.posts.map(bodyOf));
    for (const household of part.households) {
      expect(household.code).to.match(/^[0-9A-HJKMNP-TV-Z]{16}$/);
      expect(sent).not.to.contain(household.code);
      expect(sent).not.to.contain(household.clientNumber);
    }
  });

  it("keeps the codes and the requests of a part that has them", async () => {
    const made = await preparePart(plan([2])[0]!, await signing());
    expect(await preparePart(made, await signing())).to.equal(made);
  });

  it("signs one closing per child, with the reason, and names the children that were seen", async () => {
    const given = preview([]);
    given.absent = [absentOf(1)];
    const { householdId, beneficiaryIds } = absentOf(1);
    const part = await preparePart(
      planOf(given, [[householdId, "no-longer-eligible"]])[0]!,
      await signing(),
    );
    expect(part.posts.map((post) => post.signed.request.data)).to.deep.equal(
      beneficiaryIds.map(
        (beneficiaryId) =>
          commands.closeBeneficiary({ beneficiaryId, reason: "no-longer-eligible" }).data,
      ),
    );
    for (const post of part.posts) {
      expect(post.path).to.equal(`/schemes/${SCHEME}/closings`);
      expect(post.beside).to.deep.equal({ householdId, beneficiaryIds });
    }
    expect(part.households[0]!.code).to.equal("");
  });

  it("signs one reissue per child, with the keys of one code", async () => {
    const planned: LetterWorkPart = { ...plan([2])[0]!, kind: "reissue" };
    const part = await preparePart(planned, await signing());
    const [household] = part.households;
    const keys = await signersOfLoginCode(household!.code, "beneficiary", 2);
    expect(part.posts.map((post) => post.path)).to.deep.equal(["/requests", "/requests"]);
    expect(part.posts.map(bodyOf)).to.deep.equal(part.posts.map((post) => post.signed));
    expect(part.posts.map((post) => post.signed.request.data)).to.deep.equal(
      household!.beneficiaryIds.map(
        (beneficiaryId, index) =>
          commands.reissueLoginCode({ beneficiaryId, activationKey: keys[index]!.address }).data,
      ),
    );
  });
});

describe("renewPart", () => {
  it("signs the same act with another nonce and deadline", async () => {
    const before = await preparePart(plan([2])[0]!, await signing());
    const after = await renewPart(
      { ...before, state: "refused" },
      { ...(await signing()), deadline: 2_000_000_600 },
    );
    const [old, renewed] = [before, after].map((part) => part.posts[0]!.signed.request);
    expect(renewed!.data).to.equal(old!.data);
    expect(renewed!.to).to.equal(old!.to);
    expect(renewed!.nonce).not.to.equal(old!.nonce);
    expect(renewed!.deadline).to.equal(2_000_000_600);
    expect(after.households).to.deep.equal(before.households);
    expect(after.posts[0]!.beside!.importId).to.equal(IMPORT);
    expect(after.state).to.equal("ready");
  });
});

describe("groupLetterWork", () => {
  it("puts the parts of one work together, in order, and says how far it is", () => {
    const parts = plan(Array.from({ length: 30 }, () => 5));
    parts[0]!.state = "done";
    const [work] = groupLetterWork(parts.toReversed());
    expect(work!.parts.map((part) => part.index)).to.deep.equal([0, 1, 2]);
    expect(work).to.deep.include({ households: 30, householdsDone: 10, finished: false });
  });

  it("is finished when each part is", () => {
    const parts = plan([1]).map((part) => ({ ...part, state: "done" as const }));
    expect(groupLetterWork(parts)[0]!.finished).to.equal(true);
  });
});

describe("partId", () => {
  it("sorts as the parts do", () => {
    expect([partId("w", 10), partId("w", 9)].sort()).to.deep.equal([
      partId("w", 9),
      partId("w", 10),
    ]);
  });
});
