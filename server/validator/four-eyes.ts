// Four eyes: what one person proposed and another confirms. The contract keeps both to it; this side shows what waits, and lets
// nothing be proposed that nobody could ever be paid by.
import { and, eq, gt } from "drizzle-orm";
import type { Interface } from "ethers";
import type { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import type { ActName, RoleName } from "../../wallet-web/shared/protocol/commands.ts";
import type { SignedRequest } from "../../wallet-web/shared/protocol/sign-command.ts";
import type { Deployment } from "../../wallet-web/shared/protocol/typed-data.ts";
import { AppError } from "../errors/app-error.ts";
import type { proposalListAnswer } from "../http/schemas/four-eyes.ts";
import { demandGivenIban } from "../shops/admissions.ts";
import { demandKnownIban } from "../shops/iban-changes.ts";
import type { Profiles } from "../shops/profiles.ts";
import type { Database } from "../store/database.ts";
import { proposals } from "../store/schema/four-eyes.ts";
import { roleHolders } from "../store/schema/projections.ts";
import { type CommandReader, hexArgument, integerArgument } from "./commands.ts";
import type { Executed, RelayRequest } from "./requests.ts";

type Shown = z.input<typeof proposalListAnswer>["proposals"][number];

export type FourEyes = {
  /** Relays a signed `proposeAct`, `confirmAct` or `withdrawAct` of this scheme. @throws {AppError} */
  act(schemeId: Hex, signed: SignedRequest): Promise<Executed>;
  /** What waits, oldest first, of the acts that holders of these roles confirm. */
  list(schemeId: Hex, roles: readonly RoleName[]): Promise<z.input<typeof proposalListAnswer>>;
};

export const ROLE_OF_ACT: Readonly<Record<ActName, RoleName>> = {
  funding: "sponsor",
  admission: "validator",
  "iban-change": "validator",
};

const NAMES: ReadonlySet<string> = new Set(["proposeAct", "confirmAct", "withdrawAct"]);

type Parts = {
  database: Database;
  deployment: Deployment;
  /** The ledger's ABI. */
  ledger: Interface;
  profiles: Profiles;
  readCommand: CommandReader;
  relayRequest: RelayRequest;
  /** Unix time in seconds. */
  now: () => number;
};

export function createFourEyes(parts: Parts): FourEyes {
  return {
    async act(schemeId, signed) {
      const command = parts.readCommand(signed);
      if (command.contract !== "roles" || !NAMES.has(command.name)) {
        throw new AppError("command-mismatch", { signed: command.name });
      }
      const [scheme, ledger, call] = command.args.map(hexArgument);
      if (scheme !== schemeId || ledger !== parts.deployment.ledger || call === undefined) {
        throw new AppError("command-mismatch");
      }
      if (command.name !== "withdrawAct") await demandSound(parts, schemeId, call);
      return parts.relayRequest(signed);
    },

    async list(schemeId, roles) {
      const rows = await openProposals(parts, schemeId);
      const mine = rows.filter(({ act }) => roles.includes(ROLE_OF_ACT[act]));
      const shown = await Promise.all(mine.map((row) => show(parts, row)));
      return { proposals: shown.filter((one) => one !== null) };
    },
  };
}

/** What can still be confirmed, oldest first: in time, and proposed by somebody who still holds the role. */
export async function openProposals(
  { database, deployment, now }: Pick<Parts, "database" | "deployment" | "now">,
  schemeId: Hex,
) {
  const rows = await database
    .select()
    .from(proposals)
    .where(
      and(
        eq(proposals.schemeId, schemeId),
        eq(proposals.ledger, deployment.ledger),
        eq(proposals.state, "open"),
        gt(proposals.expiresAt, now()),
      ),
    )
    .orderBy(proposals.proposedAt, proposals.callId);
  const holders = await database
    .select()
    .from(roleHolders)
    .where(eq(roleHolders.schemeId, schemeId));
  return rows.filter(({ act, proposer }) =>
    holders.some(
      (held) =>
        held.holder === proposer && held.role === ROLE_OF_ACT[act] && held.withdrawnAt === null,
    ),
  );
}

type Call = { name: string; args: readonly unknown[] };

/** Null for what is no call of the ledger: somebody may have proposed that at the contract itself, and it can never be confirmed. */
function readCall(ledger: Interface, call: Hex): Call | null {
  const fragment = ledger.getFunction(call.slice(0, 10));
  if (fragment === null) return null;
  try {
    const args = ledger.decodeFunctionData(fragment, call);
    if (ledger.encodeFunctionData(fragment, args) !== call) return null;
    return { name: fragment.name, args: args.toArray(true) };
  } catch {
    return null; // ethers throws on bytes that are no such arguments.
  }
}

/** What the addresses for one signature check, checked for two as well. */
async function demandSound({ ledger, profiles }: Parts, schemeId: Hex, call: Hex): Promise<void> {
  const { name, args } = readCall(ledger, call) ?? { name: "", args: [] };
  if (name === "fundScheme" || name === "withdrawFromScheme") {
    if (hexArgument(args[0]) !== schemeId) throw new AppError("command-mismatch");
    return;
  }
  if (name !== "admitShop" && name !== "confirmIban") {
    throw new AppError("command-mismatch", { signed: name });
  }
  const [scheme, shopId, commitment] = args.map(hexArgument);
  if (scheme !== schemeId || shopId === undefined || commitment === undefined) {
    throw new AppError("command-mismatch");
  }
  if (name === "admitShop") await demandGivenIban(profiles, { shopId, commitment });
  else await demandKnownIban(profiles, { schemeId, shopId, commitment });
}

async function show(
  { ledger, profiles }: Parts,
  row: typeof proposals.$inferSelect,
): Promise<Shown | null> {
  const read = readCall(ledger, row.call);
  if (read === null) return null;
  const { name, args } = read;
  const { callId, act, call, proposer, proposedAt, expiresAt } = row;
  const shown = { callId, act, call, proposer, proposedAt, expiresAt };
  if (name === "fundScheme" || name === "withdrawFromScheme") {
    return {
      ...shown,
      kind: name === "fundScheme" ? "fund" : "withdraw",
      amountCents: String(integerArgument(args[1])),
      bankReference: hexArgument(args[2]),
      shop: null,
    };
  }
  const [shopId, commitment] = [hexArgument(args[1]), hexArgument(args[2])];
  const [profile, ibans] = await Promise.all([
    profiles.read(shopId),
    profiles.ibansOf([{ shopId, commitment }]),
  ]);
  // An admission's IBAN is the one that the shop gave; the desk of who confirms checks it against the commitment.
  const account = name === "admitShop" ? profile : ibans.get(commitment);
  if (!profile || !account) return null;
  return {
    ...shown,
    kind: name === "admitShop" ? "admit" : "iban",
    amountCents: null,
    bankReference: null,
    shop: {
      shopId,
      name: profile.name,
      kvkNumber: profile.kvkNumber,
      iban: account.iban,
      ibanSalt: account.ibanSalt,
    },
  };
}
