// Where each act of the desk has its button, how one gets there, and whose act it is: by the contracts (a command) or by the server's
// routes (what never reaches the chain).
import type { Page } from "playwright-core";
import { shortCode } from "../../../wallet-web/shared/short-code.ts";
import {
  ADMIN,
  at,
  MONEY,
  madeUp,
  type Place,
  ROLES,
  STAFF,
  STOPPERS,
  TREASURER,
  VALIDATOR,
} from "./acts-kinds.ts";
import { ON_MONEY_AND_SCHEME } from "./acts-places-money.ts";
import { findHousehold } from "./desk.ts";

const openHousehold = async (page: Page, clientNumber: string) => {
  await at("households")(page);
  await findHousehold(page, clientNumber);
  await page.getByTestId("look-reason").selectOption("check");
  await page.getByTestId("look-confirm").click();
  await page.getByTestId("household-open").waitFor();
};
const openShop = async (page: Page, name: string) => {
  await at("shops")(page);
  const row = page.getByTestId("shops-table-row");
  const own = row.filter({ has: page.getByText(name, { exact: true }) });
  await own.getByTestId("open-shop").click();
  await page.getByTestId("shop").waitFor();
};
const lookAtChild = async (page: Page, beneficiaryId = "") => {
  await at(`timeline/child/${beneficiaryId}`)(page);
  const form = page.getByTestId("look-form");
  const card = page.getByTestId("child-card").filter({ hasText: shortCode(beneficiaryId) });
  await form.or(card).waitFor();
  if ((await form.count()) > 0) {
    await page.getByTestId("look-reason").selectOption("check");
    await page.getByTestId("look-confirm").click();
  }
  await card.waitFor();
};

/** What its key may do on the ledger as well: `Beneficiaries`, `Devices` and `KindpakketCards`. */
const ON_HOUSEHOLDS: readonly Place[] = [
  {
    name: "the families",
    sees: ROLES,
    open: at("households"),
    acts: { "add-households": VALIDATOR },
  },
  {
    name: "a file of families",
    sees: ROLES,
    open: at("households/add", "import"),
    acts: { "csv-file": VALIDATOR },
    tells: VALIDATOR,
  },
  {
    name: "a family",
    sees: VALIDATOR,
    open: (page, { family }) => openHousehold(page, family.clientNumber),
    acts: {
      ...{ "top-up": VALIDATOR, "close-child": VALIDATOR, "question-send": VALIDATOR },
      ...{ "reissue-child": VALIDATOR, "reissue-household": VALIDATOR },
      ...{ freeze: STOPPERS, unfreeze: STOPPERS },
      ...{ "card-make": VALIDATOR, "card-replace": VALIDATOR, "card-remove": VALIDATOR },
      ...{ "card-block": VALIDATOR, "card-unblock": VALIDATOR },
    },
  },
  {
    name: "a family of which every budget is closed",
    sees: VALIDATOR,
    open: (page, { closed }) => openHousehold(page, closed.clientNumber),
    acts: { "erase-household": VALIDATOR },
  },
  {
    name: "a child's history",
    sees: STOPPERS,
    open: (page, { family }) => lookAtChild(page, family.beneficiaryIds[0]),
    acts: { freeze: STOPPERS },
  },
  {
    name: "the history of a child whose budget is stopped",
    sees: STOPPERS,
    open: (page, { family }) => lookAtChild(page, family.beneficiaryIds[1]),
    acts: { unfreeze: STOPPERS },
  },
  { name: "the letters", sees: ROLES, open: at("letters"), acts: {} },
];

/** `Shops`, and two together: `KindpakketRoles`. To whom nothing is paid is a treasurer's word beside the chain. */
const ON_SHOPS: readonly Place[] = [
  {
    name: "the shops",
    sees: ROLES,
    open: at("shops"),
    acts: {
      ...{ admit: VALIDATOR, refuse: VALIDATOR, "ask-register": VALIDATOR },
      ...{ "confirm-iban": VALIDATOR },
      ...{ "confirm-proposal": VALIDATOR, "withdraw-proposal": VALIDATOR },
    },
  },
  {
    name: "a shop",
    sees: STAFF,
    open: (page, { shops }) => openShop(page, shops.open.name),
    acts: {
      ...{ "suspend-shop": STOPPERS, block: TREASURER },
      ...{ "replace-owner": VALIDATOR, "ask-register": VALIDATOR },
    },
  },
  {
    name: "a shop that must pay back",
    sees: STAFF,
    isMadeUp: true,
    async open(page, { shops }) {
      await madeUp(page, "shops", {
        "/schemes/*/shops": ({ shops: all, ...rest }) => ({
          ...rest,
          shops: all?.map((one) => ({ ...one, owedCents: "-100" })),
        }),
      });
      await openShop(page, shops.open.name);
    },
    acts: {
      ...{ "suspend-shop": STOPPERS, block: TREASURER, repayment: TREASURER },
      ...{ "replace-owner": VALIDATOR, "ask-register": VALIDATOR },
    },
  },
  {
    name: "a shop that is suspended",
    sees: STAFF,
    open: (page, { shops }) => openShop(page, shops.suspended.name),
    acts: {
      ...{ "resume-shop": VALIDATOR, block: TREASURER },
      ...{ "replace-owner": VALIDATOR, "ask-register": VALIDATOR },
    },
  },
  {
    name: "a shop to which nothing is paid",
    sees: STAFF,
    open: (page, { shops }) => openShop(page, shops.blocked.name),
    acts: {
      ...{ "suspend-shop": STOPPERS, unblock: TREASURER },
      ...{ "replace-owner": VALIDATOR, "ask-register": VALIDATOR },
    },
  },
];

/** `KindpakketRoles`: whoever has a role may give it up; what families are looked at is read by who isn't looking. */
const ON_ROLES: readonly Place[] = [
  { name: "the first page", sees: ROLES, open: at("overview"), acts: {} },
  {
    name: "the figures",
    sees: ROLES,
    open: at("insight"),
    acts: { "council-csv": STAFF, "books-csv": MONEY },
  },
  {
    name: "the roles",
    sees: ROLES,
    open: at("roles"),
    acts: { leave: ROLES, give: ADMIN, take: ADMIN, "take-all": ADMIN },
  },
  {
    name: "the roles with a link that waits",
    sees: ADMIN,
    async open(page) {
      await at("roles")(page);
      await page.getByTestId("give-role-choice").selectOption("guardian");
      await page.getByTestId("give").click();
      await page.getByTestId("handover-done").click();
    },
    acts: { leave: ROLES, give: ADMIN, take: ADMIN, "take-all": ADMIN, "take-back": ADMIN },
  },
  {
    name: "who looked at families",
    sees: ROLES,
    open: at("access"),
    acts: { "access-go": ["guardian", "admin"], "access-csv": ["guardian", "admin"] },
  },
];

export const PLACES_OF_ACTS: readonly Place[] = [
  ...ON_HOUSEHOLDS,
  ...ON_SHOPS,
  ...ON_ROLES,
  ...ON_MONEY_AND_SCHEME,
];
