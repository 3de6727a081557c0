// Uses a letter's code: binds a key of this phone to each child's budget. The code itself never leaves the phone.
import type { ActivationLookupAnswer } from "../../shared/api-types.ts";
import { askToKeep } from "../../shared/database.ts";
import type { Hex } from "../../shared/protocol/bytes.ts";
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
  | { kind: "unknown" | "used" | "used-here" | "replaced" | "closed" | "ended" };

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
  const linked = family.children.get().filter(({ link }) => link === "linked");
  const here = new Set(linked.map((child) => child.beneficiaryId));
  if (accounts.some(({ beneficiaryId, state }) => state === "used" && here.has(beneficiaryId))) {
    return "used-here" as const;
  }
  for (const state of ["used", "replaced", "closed", "ended"] as const) {
    if (accounts.some((account) => account.state === state)) return state;
  }
  return "unknown" as const;
}

/**
 * Activates every open account. Each code has one key of this phone, made once and kept before the command is sent: whoever presses
 * again, also in another window, binds the same key. What an answer that got lost leaves `activating`, the server settles.
 * @throws {ApiError} with the refusal, or that there was no answer: pressed again it goes on where it was.
 */
export async function activate(
  family: Family,
  open: readonly { account: Account; codeKey: Signer }[],
): Promise<void> {
  void askToKeep();
  for (const { account, codeKey } of open) {
    const kept = await keepChild(family, { account, codeKey });
    if (kept.child.link === "linked") continue;
    await bind(family, { ...kept, codeKey });
    if (kept.before) await family.database.removeKey(kept.before.keyName);
  }
  family.session.forget();
  await refreshChildren(family);
}

/** A code works once: one that is refused may have done its work at an earlier press, of which no answer came. */
async function bind(
  family: Family,
  { child, before, codeKey }: Kept & { codeKey: Signer },
): Promise<void> {
  const { beneficiaryId, device } = child;
  try {
    await sendCommand(family, codeKey, commands.activate({ beneficiaryId, device }));
  } catch (refusal) {
    // First whether it is used, then whether by this phone: asked the other way round, a use between the two would look like another's.
    const isUsed = await isCodeUsed(family, codeKey).catch(() => false);
    await refreshChildren(family).catch(() => undefined);
    const now = family.children.get().find((one) => one.device === device);
    if (now?.link === "linked") return;
    if (isUsed) await replace(family, child, before ? [before] : []);
    throw refusal;
  }
  await replace(family, child, [{ ...child, link: "linked" }]);
}

async function isCodeUsed({ openApi }: Family, { address }: Signer): Promise<boolean> {
  const body = { activationKeys: [address] };
  const { accounts } = await openApi.post<ActivationLookupAnswer>("/activation-lookups", body);
  return accounts.some(({ state }) => state !== "open");
}

const replace = (family: Family, { keyName }: Child, by: readonly Child[]) =>
  saveChildren(family, (children) =>
    children.flatMap((one) => (one.keyName === keyName ? by : [one])),
  );

/** `before`: as it was on this phone by another code. */
type Kept = { child: Child; before: Child | null };

/** The child with the key that this code has on this phone; one that was here before, by another code, keeps its name and looks. */
async function keepChild(
  family: Family,
  { account, codeKey }: { account: Account; codeKey: Signer },
): Promise<Kept> {
  const beneficiaryId = account.beneficiaryId as Hex;
  const keyName = `device/${codeKey.address}`;
  const { address } = await family.database.makeKey(keyName);
  let before: Child | null = null;
  await saveChildren(family, (children) => {
    if (children.some((one) => one.keyName === keyName)) return children;
    before = children.find((one) => one.beneficiaryId === beneficiaryId) ?? null;
    const others = children.filter((one) => one !== before);
    const child: Child = {
      name: "",
      ...looksFor(others),
      ...before,
      beneficiaryId,
      schemeId: account.schemeId as Hex,
      keyName,
      device: address,
      link: "activating",
      budget: null,
    };
    return before ? children.map((one) => (one === before ? child : one)) : [...children, child];
  });
  // A session is over all keys of the phone: one from before this key hears nothing of this child.
  family.session.forget();
  const child = family.children.get().find((one) => one.keyName === keyName);
  if (!child) throw new Error("the child was not kept");
  return { child, before };
}
