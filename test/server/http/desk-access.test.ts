// Who may use which route of the desk: every kind of person on every route, and no route without an answer to it. Those of payouts
// stand in payout-access.test.ts.
import { expect } from "chai";
import { allRoutes } from "../../../server/http/routes/all.ts";
import { ibanChangeRoutes } from "../../../server/http/routes/iban-changes.ts";
import type { RouteParts } from "../../../server/http/routes/parts.ts";
import { payoutReportRoutes } from "../../../server/http/routes/payout-reports.ts";
import { payoutRoutes } from "../../../server/http/routes/payouts.ts";
import { bankReferenceHash } from "../../../wallet-web/shared/protocol/bank-reference.ts";
import { cryptoRandomBytes, type Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import {
  blindPin,
  cardLookUpId,
  createCardSecrets,
} from "../../../wallet-web/shared/protocol/card.ts";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import { ibanCommitment } from "../../../wallet-web/shared/protocol/iban-commitment.ts";
import { shopRefusalDigest } from "../../../wallet-web/shared/protocol/shop-refusal.ts";
import type { SignedRequest } from "../../../wallet-web/shared/protocol/sign-command.ts";
import type { Signer } from "../../../wallet-web/shared/protocol/signer.ts";
import {
  decisionDigest,
  erasureDigest,
  requestDigest,
} from "../../../wallet-web/shared/protocol/typed-data.ts";
import { newId } from "../../helpers/chain.ts";
import type { Bench } from "./bench.ts";
import { allowCards } from "./card-town.ts";
import {
  gatherPeople,
  knownAs,
  PEOPLE,
  type People,
  type Person,
  type Verdict,
  verdictOf,
} from "./everybody.ts";
import { offlineTermsBody } from "./offline-town.ts";
import { newTown, sharedBench } from "./shared.ts";
import {
  admittedShop,
  type Child,
  CSV_HEADER,
  family,
  must,
  registration,
  type Shop,
  STAFF,
  signUpShop,
  type Town,
  termsOf,
  uploadCsv,
} from "./town.ts";

type Row = {
  may: readonly Person[];
  /** What becomes of it for those who may. */
  then: Verdict;
  query?: string;
  /** Signed by whoever sends it. */
  body?: (signer: Signer) => unknown;
  /** Instead of a body, a file of families. */
  csv?: string;
};

const OK: Verdict = [200];
const NOT_FOUND: Verdict = [404, "not-found"];
const HASH: Hex = `0x${"5e".repeat(32)}`;

describe("Access to the desk", () => {
  let bench: Bench;
  let town: Town;
  let child: Child;
  let waiting: Shop;
  let importId: Hex;
  let householdId: Hex;
  let people: People;

  before(async function () {
    this.timeout(120_000);
    bench = await sharedBench();
    town = await newTown();
    await allowCards(town);
    const [shop, otherShop] = await Promise.all([admittedShop(town), admittedShop(town)]);
    waiting = await signUpShop(bench);
    [child] = (await family(town)) as [Child];
    people = await gatherPeople(town, { child, shop, otherShop });
    const csv = `${CSV_HEADER}\r\nTOEGANG-1;Jansen;1;nl\r\n`;
    importId = must(await uploadCsv(town, csv), 201).body.importId;
    const list = `/schemes/${town.schemeId}/households`;
    const { households } = must(await bench.get(list, town.staff.validator.token)).body;
    householdId = households[0].householdId;
  });

  const now = () => Math.floor(bench.services.clock.now() / 1000);
  const deployment = () => bench.chain.deployment;
  const request = async (signer: Signer, command: Parameters<Bench["sign"]>[1]) => ({
    request: (await bench.sign(signer, command)) as SignedRequest,
  });

  const opening = async (signer: Signer) => {
    const { schemeId } = town;
    const command = commands.openScheme({ schemeId, terms: termsOf(bench) });
    return { schemeId, name: "Nog een", ...(await request(signer, command)) };
  };
  const admission = async (signer: Signer) => {
    const { shopId, iban, ibanSalt } = waiting;
    const commitment = ibanCommitment({ iban, salt: ibanSalt });
    const command = commands.admitShop({
      ...{ schemeId: town.schemeId, shopId, ibanCommitment: commitment },
    });
    return { shopId, ...(await request(signer, command)) };
  };
  const registering = async (signer: Signer) => {
    const { body } = await registration(town, { importId, row: 2, children: 1 });
    const beneficiaryId = body.households[0]?.beneficiaryIds[0] ?? newId();
    const registrations = [{ beneficiaryId, activationKey: signer.address }];
    const command = commands.registerBeneficiaries({ schemeId: town.schemeId, registrations });
    return { ...body, ...(await request(signer, command)) };
  };
  const closing = async (signer: Signer) => {
    const { beneficiaryId } = child;
    const command = commands.closeBeneficiary({ beneficiaryId, reason: "moved-away" });
    const about = { householdId: newId(), beneficiaryIds: [beneficiaryId] };
    return { ...about, ...(await request(signer, command)) };
  };
  const proposal = (signer: Signer) => {
    const { schemeId } = town;
    const money = { schemeId, amountCents: 100n, bankReference: bankReferenceHash("TOEGANG") };
    const call = commands.fundScheme(money).data;
    return request(signer, commands.proposeAct({ schemeId, ledger: deployment().ledger, call }));
  };
  const stop = async (signer: Signer) => {
    const { schemeId } = town;
    const signed = await request(signer, commands.pauseScheme({ schemeId, reason: "malfunction" }));
    const words = { decision: "pause-scheme", reason: "Wie mag dit", at: now() } as const;
    const contentHash = requestDigest(deployment(), signed.request.request);
    const decided = { ...words, schemeId, subjectId: schemeId, contentHash };
    return {
      ...{ ...words, ...signed },
      signature: await signer.sign(decisionDigest(deployment(), decided)),
    };
  };
  const erasure = async (signer: Signer) => {
    const erased = { householdId, reason: "at-own-request", at: now() } as const;
    const digest = erasureDigest(deployment(), { schemeId: town.schemeId, ...erased });
    return { ...erased, signature: await signer.sign(digest) };
  };
  const refusal = async (signer: Signer) => {
    const { schemeId } = town;
    const said = { reason: "Geen winkel", at: now() };
    const digest = shopRefusalDigest(deployment(), { ...said, schemeId, shopId: waiting.shopId });
    return { ...said, signature: await signer.sign(digest) };
  };
  const offline = (signer: Signer) =>
    offlineTermsBody(
      town,
      { carrier: "municipality", perPaymentCents: 100n, perDayCents: 100n },
      { at: now(), signer },
    );
  const preparation = () => {
    const secrets = createCardSecrets(cryptoRandomBytes);
    const { beneficiaryId } = child;
    const { blinded } = blindPin(secrets);
    return { beneficiaryId, lookUpId: cardLookUpId(secrets.code), blinded };
  };
  const linking = async (signer: Signer) => {
    const key = signer.address;
    const command = commands.linkCard({ beneficiaryId: child.beneficiaryId, key });
    return { lookUpId: newId(), ...(await request(signer, command)) };
  };
  const unblocking = (signer: Signer) =>
    request(
      signer,
      commands.unblockCard({ beneficiaryId: child.beneficiaryId, reason: "unspecified" }),
    );

  const staff: Pick<Row, "may" | "then"> = { may: STAFF, then: OK };
  const validator: Pick<Row, "may" | "then"> = { may: ["validator"], then: OK };
  const answering: Pick<Row, "may" | "then"> = { may: ["validator", "guardian"], then: OK };
  const money: Pick<Row, "may" | "then"> = { may: ["sponsor", "treasurer"], then: OK };
  const officer: Pick<Row, "may" | "then"> = { may: ["guardian", "admin"], then: OK };
  const rows: Record<string, Row> = {
    openScheme: { may: ["sponsor"], then: [409, "scheme-exists"], body: opening },
    getSchemeOverview: staff,
    listSchemeShops: staff,
    getUnspent: { may: ["sponsor"], then: OK },
    admitShop: { ...validator, body: admission },
    listSchemeTills: answering,
    importHouseholds: {
      ...{ may: ["validator"], then: [201] },
      csv: `${CSV_HEADER}\r\nTOEGANG-2;Jansen;1;nl\r\n`,
    },
    getHouseholdImport: validator,
    registerHouseholds: { may: ["validator"], then: [201], body: registering },
    closeHouseholdAccount: { may: ["validator"], then: NOT_FOUND, body: closing },
    listRoleHolders: { may: ["admin"], then: OK },
    listProposals: staff,
    actTogether: { may: ["sponsor"], then: OK, body: proposal },
    listHouseholds: validator,
    findHousehold: { ...validator, body: () => ({ number: "1" }) },
    findLetterNumbers: { ...validator, body: () => ({ beneficiaryIds: [child.beneficiaryId] }) },
    lookAtHousehold: { ...answering, body: () => ({ householdId, reason: "called" }) },
    getHousehold: validator,
    searchAccessLog: { ...officer, body: () => ({}) },
    searchAccessLogCsv: { ...officer, body: () => ({}) },
    eraseHousehold: { may: ["validator"], then: [409, "household-still-open"], body: erasure },
    answerQuestion: { may: ["validator"], then: NOT_FOUND, body: () => ({ answer: "Ja" }) },
    getTimeline: { may: ["sponsor", "validator", "guardian"], then: OK },
    listStops: answering,
    findReversals: { ...answering, query: "?code=00000f" },
    setOfflineTerms: { may: ["sponsor"], then: OK, body: offline },
    listOfflineRefusals: money,
    getOfflineRefusalsCsv: money,
    refuseShop: { may: ["validator"], then: [409, "shop-already-admitted"], body: refusal },
    askTradeRegister: { may: ["validator"], then: OK },
    getInsight: staff,
    getInsightCsv: staff,
    getBookkeepingCsv: { ...money, query: "?from=2026-04-01&until=2026-04-30" },
    prepareCard: { ...validator, body: preparation },
    linkCard: { may: ["validator"], then: NOT_FOUND, body: linking },
    unblockCard: { may: ["validator"], then: [409, "card-unknown"], body: unblocking },
    // Last: while the scheme stands still, others would hear that.
    stopScheme: { may: ["guardian"], then: OK, body: stop },
  };

  const NO_PARTS = { services: {}, office: {}, limits: {}, live: {} } as unknown as RouteParts;
  const elsewhere = [payoutRoutes, payoutReportRoutes, ibanChangeRoutes].flatMap((routesOf) =>
    routesOf(NO_PARTS).map(({ operationId }) => operationId),
  );
  const routes = allRoutes(NO_PARTS).filter(
    ({ tag, operationId }) => tag === "desk" && !elsewhere.includes(operationId),
  );

  it("is laid down for every route there is, and for no other", () => {
    expect(routes.map(({ operationId }) => operationId)).to.have.members(Object.keys(rows));
    expect(routes.map(({ access }) => access)).to.deep.equal(routes.map(() => "session"));
  });

  for (const [operationId, row] of Object.entries(rows)) {
    const route = routes.find((one) => one.operationId === operationId);
    if (!route) continue; // The test above says so.
    it(`is given or refused to each for ${operationId}`, async () => {
      // Who may goes last: what the others tried must not have been in the way.
      const others = PEOPLE.filter((person) => !row.may.includes(person));
      for (const person of [...others, ...row.may]) {
        const { signer, token } = knownAs(people, person);
        const body = await row.body?.(signer);
        const answer = await bench.call(route.method.toUpperCase(), filled(route.path, row), body, {
          ...(token ? { token } : {}),
          ...(row.csv ? { raw: row.csv, headers: { "content-type": "text/csv" } } : {}),
        });
        expect(verdictOf(answer), person).to.deep.equal(meant(person, row));
      }
    }).timeout(30_000);
  }

  const filled = (path: string, row: Row) =>
    path
      .replace("{schemeId}", town.schemeId)
      .replace("{importId}", importId)
      .replace("{householdId}", householdId)
      .replace("{paymentId}", HASH)
      .replace("{shopId}", waiting.shopId) + (row.query ?? "");
});

function meant(person: Person, row: Row): Verdict {
  if (row.may.includes(person)) return row.then;
  // Without a session nobody is asked who they are.
  return person === "nobody" ? [401, "session-required"] : [403, "role-missing"];
}
