// Puts the services of the validator, the payments and the shops together; everything they need is handed in.
import { fromHex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { SignedRequest } from "../../wallet-web/shared/protocol/sign-command.ts";
import { type CardTries, createCardTries } from "../cards/attempts.ts";
import { type Cards, createCards } from "../cards/issue.ts";
import { createPayByCard, type PayByCard } from "../cards/pay-by-card.ts";
import { createStopScheme, type StopScheme } from "../guardian/scheme-stops.ts";
import { createInsight, type Insight } from "../insight/insight.ts";
import { createMarkGivers } from "../marks/givers.ts";
import { createMarks, type Marks } from "../marks/marks.ts";
import { createPayLate } from "../offline/pay-late.ts";
import { createSetOfflineTerms, type SetOfflineTerms } from "../offline/terms.ts";
import type { Announce } from "../payments/announcement.ts";
import { type Correct, createCorrect } from "../payments/corrections.ts";
import { createPay, type Pay } from "../payments/pay.ts";
import { createPaymentCodes, type PaymentCodes } from "../payments/payment-codes.ts";
import { createPrepareClaim } from "../payments/payment-request-claims.ts";
import { createPaymentRequests, type PaymentRequests } from "../payments/payment-requests.ts";
import { createNoteRefusal, createTellRefusal } from "../payments/refusals.ts";
import type { Services } from "../services.ts";
import { type Admit, createAdmit } from "../shops/admissions.ts";
import { createIbanChanges, type IbanChanges } from "../shops/iban-changes.ts";
import { createNameChecks, type NameChecks } from "../shops/name-checks.ts";
import { createProfiles, type Profiles } from "../shops/profiles.ts";
import { createShopRefusals, type ShopRefusals } from "../shops/refusals.ts";
import type { RegisterChecks } from "../shops/register-checks.ts";
import { createShopViews, type ShopViews } from "../shops/show.ts";
import { createSignUp, type SignUp } from "../shops/sign-up.ts";
import { createShopTills, type ShopTills } from "../shops/tills.ts";
import { createShowTimeline, type ShowTimeline } from "../timeline/show.ts";
import { createDecisions, type Decisions } from "../treasury/decisions.ts";
import { type Accounts, createAccounts } from "../validator/accounts.ts";
import { type CloseAccount, createCloseAccount } from "../validator/closings.ts";
import { type CommandReader, createCommandReader } from "../validator/commands.ts";
import { createErase, type Erase } from "../validator/erasure.ts";
import { createFourEyes, type FourEyes } from "../validator/four-eyes.ts";
import { createShowHousehold, type ShowHousehold } from "../validator/household-detail.ts";
import { createHouseholds, type Households } from "../validator/households.ts";
import { createImportStore } from "../validator/import-store.ts";
import { createImports, type Imports } from "../validator/imports.ts";
import { createLooks, type Looks } from "../validator/looks.ts";
import { createPhoneOffers, type PhoneOffers } from "../validator/phone-offers.ts";
import { createQuestions, type Questions } from "../validator/questions.ts";
import { createRegister, type Register } from "../validator/registrations.ts";
import {
  createGenericRequest,
  createRelayRequest,
  type Executed,
  type RelayRequest,
} from "../validator/requests.ts";
import { createSchemes, type Schemes } from "../validator/schemes.ts";
import { createSessions, type Sessions } from "../validator/sessions.ts";
import { createVault, type Vault } from "../validator/vault.ts";

export type Office = {
  sessions: Sessions;
  accounts: Accounts;
  schemes: Schemes;
  setOfflineTerms: SetOfflineTerms;
  fourEyes: FourEyes;
  imports: Imports;
  register: Register;
  closeAccount: CloseAccount;
  households: Households;
  looks: Looks;
  questions: Questions;
  showHousehold: ShowHousehold;
  erase: Erase;
  insight: Insight;
  marks: Marks;
  profiles: Profiles;
  nameChecks: NameChecks;
  registerChecks: RegisterChecks;
  shopViews: ShopViews;
  shopTills: ShopTills;
  shopRefusals: ShopRefusals;
  signUp: SignUp;
  admit: Admit;
  ibanChanges: IbanChanges;
  /** What treasurers decide, beside the ledger. */
  decide: Decisions;
  showTimeline: ShowTimeline;
  stopScheme: StopScheme;
  relayRequest: RelayRequest;
  vault: Vault;
  pay: Pay;
  cards: Cards;
  cardTries: CardTries;
  payByCard: PayByCard;
  correct: Correct;
  paymentRequests: PaymentRequests;
  paymentCodes: PaymentCodes;
  phoneOffers: PhoneOffers;
  request: (signed: SignedRequest) => Promise<Executed>;
  readCommand: CommandReader;
  /** Unix time in seconds. */
  now: () => number;
};

/** @param announce Told what live screens want to know and the chain doesn't say. */
export function createOffice(services: Services, announce: Announce): Office {
  const { contracts, deployment } = services;
  const now = () => Math.floor(services.clock.now() / 1000);
  const vault = createVault({ dataKey: fromHex(services.dataKey), random: services.random });
  const readCommand = createCommandReader({
    deployment,
    ledger: contracts.ledger.abi,
    roles: contracts.roles.abi,
    cards: contracts.cards.abi,
  });
  const parts = { ...services, now, vault, readCommand, announce };
  const relayRequest = createRelayRequest(parts);
  const profiles = createProfiles(parts);
  const nameChecks = createNameChecks(parts);
  const paymentRequests = createPaymentRequests(parts);
  const importStore = createImportStore(parts);
  const markGivers = createMarkGivers(parts);
  const shopRefusals = createShopRefusals(parts);
  const shopTills = createShopTills({ ...parts, relayRequest });
  const imports = createImports({ ...parts, store: importStore });
  const correct = createCorrect(parts);
  const looks = createLooks(parts);
  const questions = createQuestions({ ...parts, profiles, looks });
  const prepareClaim = createPrepareClaim(paymentRequests);
  const tellRefusal = createTellRefusal({ announce, noteRefusal: createNoteRefusal(parts) });
  return {
    sessions: createSessions(parts),
    accounts: createAccounts(parts),
    schemes: createSchemes({ ...parts, relayRequest }),
    setOfflineTerms: createSetOfflineTerms(parts),
    fourEyes: createFourEyes({ ...parts, ledger: contracts.ledger.abi, profiles, relayRequest }),
    imports,
    register: createRegister({ ...parts, relayRequest, imports }),
    closeAccount: createCloseAccount({ ...parts, relayRequest }),
    households: createHouseholds(parts),
    looks,
    questions,
    showHousehold: createShowHousehold({ ...parts, profiles, questions }),
    erase: createErase({ ...parts, importStore, markGivers }),
    insight: createInsight({ ...parts, profiles }),
    marks: createMarks({ ...parts, givers: markGivers }),
    profiles,
    nameChecks,
    registerChecks: services.registerChecks,
    shopViews: createShopViews({ ...parts, profiles, nameChecks, shopTills, shopRefusals }),
    shopTills,
    shopRefusals,
    signUp: createSignUp({ ...parts, profiles }),
    admit: createAdmit({ ...parts, profiles, relayRequest }),
    ibanChanges: createIbanChanges({ ...parts, profiles, nameChecks, relayRequest }),
    decide: createDecisions(parts),
    stopScheme: createStopScheme({ ...parts, relayRequest }),
    showTimeline: createShowTimeline({ ...parts, profiles }),
    relayRequest,
    vault,
    pay: createPayLate({ ...parts, pay: createPay({ ...parts, prepareClaim, tellRefusal }) }),
    cards: createCards({ ...parts, relayRequest }),
    cardTries: createCardTries(parts),
    payByCard: createPayByCard({ ...parts, tellRefusal }),
    correct,
    paymentRequests,
    paymentCodes: createPaymentCodes(parts),
    phoneOffers: createPhoneOffers(parts),
    request: createGenericRequest({
      ...parts,
      relayRequest,
      correct,
      shopTills,
    }),
    readCommand,
    now,
  };
}
