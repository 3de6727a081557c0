// What can't be undone says so before it is signed ("Dit kunt u niet terugdraaien."), and what can be undone doesn't. Every command that
// there is stands here with the reason why it is final or not, and with the dialogs of the desk that ask for it; so does every dialog.
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect } from "chai";
import { commands } from "../../../wallet-web/shared/protocol/commands.ts";
import dutch from "../../../wallet-web/shared/translations/nl/desk.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "../../../wallet-web/desk");

/** Where the desk makes a command that can't be undone: wherever else it were made, nobody would have asked. */
const MADE_IN: Partial<Record<keyof typeof commands, readonly string[]>> = {
  openScheme: ["schemes/open-scheme.tsx"],
  setSoleLimits: ["schemes/open-scheme.tsx"],
  fundScheme: ["money/fund-card.tsx", "proposals/checked-call.ts"],
  withdrawFromScheme: ["money/withdraw-card.tsx", "proposals/checked-call.ts"],
  closeScheme: ["money/close-card.tsx"],
  topUp: ["households/budget-dialogs.tsx"],
  closeBeneficiary: ["codes/prepare.ts", "households/budget-dialogs.tsx"],
  expireBeneficiaries: ["money/reclaim.ts"],
  reissueLoginCode: ["codes/prepare.ts"],
  confirmIban: ["proposals/checked-call.ts", "shops/iban-changes.tsx"],
  replaceShopOwner: ["shops/owner-device.tsx"],
  reversePayment: ["guardian/reverse-dialog.tsx"],
  openPayout: ["payouts/payout-dialog.tsx"],
  bookRepayment: ["shops/repayment-dialog.tsx"],
  linkCard: ["cards/make-card.ts"],
  removeCard: ["cards/card-dialogs.tsx"],
  withdrawRole: ["roles/roles-page.tsx", "roles/taking.ts"],
  confirmAct: ["proposals/proposals-card.tsx"],
};

/** A dialog by its name; `if`: the words that make it final where one dialog asks for several acts. */
type Dialog = string | { dialog: string; if: string };
type Row = {
  /** Why nothing at the desk undoes it. */
  final?: string;
  /** What undoes it. */
  undoneBy?: string;
  asks?: readonly Dialog[];
  /** Who signs it, where nobody at the desk does. */
  elsewhere?: string;
};

const DECIDES: Dialog = { dialog: "decide-dialog", if: 'choice !== "look-again"' };

const COMMANDS: Record<keyof typeof commands, Row> = {
  openScheme: { final: "its terms are fixed for good", asks: ["open-scheme-dialog"] },
  setSoleLimits: { final: "limits are fixed once", asks: ["open-scheme-dialog"] },
  fundScheme: { final: "it stays until the scheme is over", asks: ["fund-dialog"] },
  withdrawFromScheme: { final: "after the end nothing is funded", asks: ["withdraw-dialog"] },
  closeScheme: { final: "a closed scheme opens no more", asks: ["close-scheme-dialog"] },
  pauseScheme: { undoneBy: "resumeScheme", asks: ["pause-dialog"] },
  resumeScheme: { undoneBy: "pauseScheme", asks: ["pause-dialog"] },
  // The preview asks: it says how many families and how much money, and closing a budget gives all of it back.
  registerBeneficiaries: { undoneBy: "closeBeneficiary", asks: [] },
  topUp: { final: "no command takes a part of a budget back", asks: ["top-up-dialog"] },
  freezeBeneficiary: { undoneBy: "unfreezeBeneficiary", asks: ["freeze-dialog"] },
  unfreezeBeneficiary: { undoneBy: "freezeBeneficiary", asks: ["unfreeze-dialog"] },
  closeBeneficiary: {
    ...{ final: "a closed budget opens no more", asks: ["close-dialog", "import-closing"] },
  },
  expireBeneficiaries: { final: "an expired budget opens no more", asks: ["reclaim-dialog"] },
  reissueLoginCode: { final: "old code and phones work no more", asks: ["reissue"] },
  admitShop: { undoneBy: "suspendShop", asks: ["admit-dialog"] },
  suspendShop: { undoneBy: "resumeShop", asks: ["suspend-dialog"] },
  resumeShop: { undoneBy: "suspendShop", asks: ["resume-shop-dialog"] },
  confirmIban: {
    ...{ final: "only the shop can ask for another", asks: ["confirm-iban-dialog"] },
  },
  replaceShopOwner: { final: "the owner's old device works no more", asks: ["owner-dialog"] },
  reversePayment: { final: "the family may spend it at once", asks: ["reverse-dialog"] },
  setMandate: { undoneBy: "setMandate", asks: ["mandate-dialog"] },
  openPayout: { final: "the money goes to the bank", asks: [DECIDES] },
  bookRepayment: {
    ...{ final: "no command makes a shop owe again", asks: ["repayment-dialog"] },
  },
  setCardLimits: { undoneBy: "setCardLimits", asks: ["card-limits-dialog"] },
  // Of a child's first card nothing is lost; another one ends the card that there was.
  linkCard: {
    final: "the old card pays no more",
    asks: [{ dialog: "card-make-dialog", if: 'act === "card-replace"' }],
  },
  blockCard: { undoneBy: "unblockCard", asks: ["*-dialog"] },
  unblockCard: { undoneBy: "blockCard", asks: ["*-dialog"] },
  removeCard: {
    final: "that card pays no more",
    asks: [{ dialog: "*-dialog", if: 'act === "card-remove"' }],
  },
  // Asked for by a form: the link that comes of it is shown, and can be taken back.
  offerRole: { undoneBy: "withdrawRoleOffer", asks: [] },
  withdrawRoleOffer: { undoneBy: "offerRole", asks: ["take-back-dialog"] },
  acceptRole: { undoneBy: "withdrawRole", asks: [] },
  // Who gives roles gives it again; nobody gives one to themselves.
  withdrawRole: {
    final: "one can't give it back to oneself",
    asks: ["leave-dialog", { dialog: "take-dialog", if: "isOwnAdmin" }],
  },
  proposeAct: { undoneBy: "withdrawAct", asks: [] },
  withdrawAct: { undoneBy: "proposeAct", asks: ["withdraw-proposal-dialog"] },
  confirmAct: { final: "what was proposed is done", asks: ["confirm-proposal-dialog"] },
  activate: { elsewhere: "the family, with its letter" },
  addDevice: { elsewhere: "the family's phone" },
  removeDevice: { elsewhere: "the family's phone" },
  registerShop: { elsewhere: "the shop" },
  addTill: { elsewhere: "the shop's owner" },
  removeTill: { elsewhere: "the shop's owner" },
  moveTill: { elsewhere: "the till" },
  proposeIban: { elsewhere: "the shop's owner" },
  refund: { elsewhere: "the till" },
  settlePayout: { elsewhere: "the server, within the mandate" },
  returnPayout: { elsewhere: "the server, within the mandate" },
  offerCoSigner: { elsewhere: "whoever runs the system" },
  confirmCoSigner: { elsewhere: "whoever runs the system" },
};

/** What is signed and never reaches the chain. */
const DECISIONS: Record<string, Row> = {
  "erase a family": { final: "what is gone is gone", asks: ["erase-dialog"] },
  "refuse a shop": { undoneBy: "admitShop", asks: ["refuse-dialog"] },
  "offline terms": { undoneBy: "other terms", asks: ["offline-dialog"] },
  "block a payee": { undoneBy: "unblock a payee", asks: ["block-dialog"] },
  "unblock a payee": { undoneBy: "block a payee", asks: ["unblock-dialog"] },
  "paid, or not paid": { final: "the books follow it", asks: [DECIDES] },
  "release a file": {
    final: "a file that is out may be at the bank",
    asks: [{ dialog: "file-dialog", if: 'act === "release"' }],
  },
  "paid outside of the ledger": { final: "each counts once", asks: ["settle-dialog"] },
  "freeze or withdraw a file": { undoneBy: "the next file", asks: ["file-dialog"] },
};

/** Dialogs that show, or end what only this browser has; their own words say what is gone then. */
const NOT_SIGNED = [
  ...["shop", "household", "payout-dialog", "handover", "owner-link-dialog", "give-up"],
  ...["letters-printed-dialog", "card-printed-dialog"],
];

const rows = [...Object.entries(COMMANDS), ...Object.entries(DECISIONS)];
const files = globSync("**/*.{ts,tsx}", { cwd: ROOT }).map((file) => ({
  file,
  source: readFileSync(join(ROOT, file), "utf8"),
}));
const dialogs = files.flatMap(({ file, source }) => dialogsIn(file, source));

describe("What can't be undone at the desk", () => {
  it("is said in plain words", () => {
    expect(dutch.final).to.equal("Dit kunt u niet terugdraaien.");
  });

  it("is laid down for every command there is", () => {
    expect(Object.keys(COMMANDS)).to.have.members(Object.keys(commands));
    for (const [name, row] of rows) {
      const told = [row.final, row.undoneBy, row.elsewhere].filter((words) => words !== undefined);
      expect(told, name).to.have.length(1);
    }
  });

  it("is laid down for every dialog there is", () => {
    const asked = rows.flatMap(([, row]) => (row.asks ?? []).map(nameOf));
    const known = [...new Set([...asked, ...NOT_SIGNED])];
    expect([...new Set(dialogs.map(({ name }) => name))]).to.have.members(known);
  });

  it("is made where its dialog asks, and by nobody at the desk where it is another's", () => {
    for (const [name, row] of Object.entries(COMMANDS)) {
      const made = new RegExp(`\\bcommands\\.${name}\\b|"${name}"`);
      const where = files.filter(({ source }) => made.test(source)).map(({ file }) => file);
      if (row.elsewhere !== undefined) expect(where, name).to.deep.equal([]);
      else if (row.final === undefined) expect(where, name).not.to.deep.equal([]);
      else expect(where, name).to.have.members(MADE_IN[name as keyof typeof commands] ?? []);
    }
  });

  for (const [name, row] of rows) {
    for (const asked of row.asks ?? []) {
      const dialog = nameOf(asked);
      if (row.final !== undefined) {
        it(`is said by ${dialog} before ${name}: ${row.final}`, () => {
          const found = dialogs.filter((one) => one.name === dialog);
          expect(found).not.to.have.length(0);
          const when = typeof asked === "string" ? "always" : asked.if;
          for (const { saysFinal } of found) expect(saysFinal).to.equal(when);
        });
      }
    }
  }

  it("is said by no dialog of what can be undone", () => {
    const final = rows.flatMap(([, row]) => (row.final === undefined ? [] : (row.asks ?? [])));
    const others = dialogs.filter(({ name }) => !final.map(nameOf).includes(name));
    expect(others.filter(({ saysFinal }) => saysFinal !== "never")).to.deep.equal([]);
  });
});

function nameOf(dialog: Dialog): string {
  return typeof dialog === "string" ? dialog : dialog.dialog;
}

/** Every dialog in a source: its name, and when it says that it is final. */
function dialogsIn(file: string, source: string) {
  if (["act-dialog.tsx", "reasoned-dialog.tsx"].includes(basename(file))) return [];
  const shared = /const about = \{[\s\S]*?\n {2}\};/.exec(source)?.[0] ?? "";
  const found = source.matchAll(/<(ActDialog|ReasonedDialog|Dialog)\b[\s\S]*?<\/\1>/g);
  return [...found].map(([element]) => {
    const whole = element.includes("{...about}") ? shared + element : element;
    const [, plain, made] = /testId(?:=|: )(?:"([\w-]+)"|\{`([^`]+)`\})/.exec(whole) ?? [];
    const name = plain ?? made?.replace(/\$\{\w+\}/, "*") ?? "give-up";
    return { file, name, saysFinal: saysFinal(whole) };
  });
}

function saysFinal(element: string): string {
  if (/<p class="final">[\s\S]*?\{text\("final"\)\}/.test(element)) return "always";
  const [isSaid, braced, listed] = /\bisFinal(?:=\{(.*)\}$|: (.*),$)?/m.exec(element) ?? [];
  return isSaid === undefined ? "never" : (braced ?? listed ?? "always");
}
