// Uses a letter's code: binds a key of this phone to each child's budget. The code itself never leaves the phone.
import type { ActivationLookupAnswer } from "../../shared/api-types.ts";
import { askToKeep } from "../../shared/database.ts";
import { cryptoRandomBytes, type Hex, randomId } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import type { Signer } from "../../shared/protocol/signer.ts";
import { type Child, looksFor } from "./child.ts";
import { type Family, saveChildren } from "./family.ts";
import { refreshChildren } from "./refresh.ts";
import { sendCommand } from "./send-command.ts";

/** A household has at most as many children. */
const MOST_CHILDREN = 16;

type Account = ActivationLookupAnswer["accounts"][number];

/** What a code turned out to be. Each but `open` has its own sentence and way out. */
export type Lookup =
  | { kind: "open"; accounts: { account: Account; codeKey: Signer }[] }
  | { kind: "unknown" | "used" | "used-here" | "replaced" | "closed" };

/** Looks up what a code stands for; takes about half a second on an old phone. */
export async function lookUpCode(family: Family, code: string): Promise<Lookup> {
  const { signersOfLoginCode } = await import("../../shared/protocol/login-code.ts");
  const signers = await signersOfLoginCode(code, "beneficiary", MOST_CHILDREN);
  const { accounts } = await family.openApi.post<ActivationLookupAnswer>("/activation-lookups", {
    activationKeys: signers.map((signer) => signer.address),
  });
  const keyOf = new Map(signers.map((signer) => [signer.address, signer]));
  const open = accounts.flatMap((account) => {
    const codeKey = keyOf.get(account.activationKey);
    return account.state === "open" && codeKey ? [{ account, codeKey }] : [];
  });
  if (open.length > 0) return { kind: "open", accounts: open };
  return { kind: deadEnd(family, accounts) };
}

function deadEnd(family: Family, accounts: readonly Account[]) {
  const here = new Set(family.children.get().map((child) => child.beneficiaryId));
  if (accounts.some(({ beneficiaryId, state }) => state === "used" && here.has(beneficiaryId))) {
    return "used-here" as const;
  }
  for (const state of ["used", "replaced", "closed"] as const) {
    if (accounts.some((account) => account.state === state)) return state;
  }
  return "unknown" as const;
}

/**
 * Activates every open account. The phone's key is kept before the command is sent, so that an answer that got lost
 * leaves a child that is `activating`, which the next look at the server settles.
 */
export async function activate(
  family: Family,
  open: readonly { account: Account; codeKey: Signer }[],
): Promise<void> {
  void askToKeep();
  for (const { account, codeKey } of open) {
    const child = await keepNewChild(family, account);
    const command = commands.activate({
      beneficiaryId: account.beneficiaryId,
      device: child.device,
    });
    await sendCommand(family, codeKey, command);
    await saveChildren(family, (children) =>
      children.map((one) =>
        one.beneficiaryId === account.beneficiaryId ? { ...one, link: "linked" } : one,
      ),
    );
  }
  family.session.forget();
  await refreshChildren(family);
}

/** A child with a fresh key; one that was on this phone before keeps its name and looks, and loses its dead key. */
async function keepNewChild(family: Family, account: Account): Promise<Child> {
  const keyName = `device/${randomId(cryptoRandomBytes)}`;
  const { address } = await family.database.makeKey(keyName);
  const others = family.children
    .get()
    .filter((child) => child.beneficiaryId !== account.beneficiaryId);
  const before = family.children
    .get()
    .find((child) => child.beneficiaryId === account.beneficiaryId);
  const child: Child = {
    name: "",
    ...looksFor(others),
    ...before,
    beneficiaryId: account.beneficiaryId as Hex,
    schemeId: account.schemeId as Hex,
    keyName,
    device: address,
    link: "activating",
    budget: null,
  };
  // A session is over all keys of the phone: one from before this key hears nothing of this child.
  family.session.forget();
  await saveChildren(family, (children) =>
    children.some((one) => one.beneficiaryId === child.beneficiaryId)
      ? children.map((one) => (one.beneficiaryId === child.beneficiaryId ? child : one))
      : [...children, child],
  );
  if (before) await family.database.removeKey(before.keyName);
  return child;
}
