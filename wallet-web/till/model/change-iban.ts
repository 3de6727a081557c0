// Asks for another account in every scheme that the shop takes part in, signed by the shop's own key. The same account asked
// for again is the same requests, so that a lost answer never makes two.
import { ApiError } from "../../shared/problem.ts";
import { cryptoRandomBytes, type Hex, randomId } from "../../shared/protocol/bytes.ts";
import { commands } from "../../shared/protocol/commands.ts";
import { ibanCommitment } from "../../shared/protocol/iban-commitment.ts";
import { type SignedRequest, signCommand } from "../../shared/protocol/sign-command.ts";
import { type Till, tillKey } from "./till.ts";

const DEADLINE_SECONDS = 15 * 60;
const KEPT = "iban-change";

/** One scheme's request, and since the server took it from when it can be confirmed. */
type Asked = { schemeId: Hex; request: SignedRequest; readyAt: number | null };
type Kept = { shopId: Hex; iban: string; ibanSalt: Hex; asked: Asked[] };
type Wish = { schemeIds: readonly Hex[]; shopId: Hex; iban: string };

/** A scheme that ended, or that stopped the shop meanwhile, pays nothing: it doesn't keep the others back. */
const NOT_PAYING = new Set(["scheme-closed", "shop-not-admitted"]);

/**
 * @param wish.iban Without spaces, in capitals.
 * @returns From when the municipality can confirm it in all schemes, Unix seconds.
 * @throws {ApiError} What the last scheme said when none took it; else the first that doesn't say how it ended.
 */
export async function changeIban(till: Till, wish: Wish): Promise<number> {
  const kept = await prepare(till, wish);
  let refusal: unknown = null;
  for (const one of kept.asked) {
    if (one.readyAt !== null) continue;
    try {
      one.readyAt = await send(till, kept, one);
      await till.database.write(KEPT, kept);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!NOT_PAYING.has(error.code)) {
        // A request that was refused stays refused: the next try signs another.
        const asked = kept.asked.filter((it) => it !== one);
        if (!error.isUncertain) await till.database.write(KEPT, { ...kept, asked });
        throw error;
      }
      refusal = error;
    }
  }
  await till.database.remove(KEPT);
  const taken = kept.asked.flatMap(({ readyAt }) => (readyAt === null ? [] : [readyAt]));
  if (taken.length === 0) throw refusal ?? new Error("the shop takes part in no scheme");
  return Math.max(...taken);
}

/** What was begun before, as far as it is about the same; signatures that ran out are made anew. */
async function prepare(till: Till, { schemeIds, shopId, iban }: Wish): Promise<Kept> {
  const before = await till.database.read<Kept>(KEPT);
  // A till of before this version kept one request without a list.
  const isSame = before?.iban === iban && before.shopId === shopId && Array.isArray(before.asked);
  const ibanSalt = isSame ? before.ibanSalt : randomId(cryptoRandomBytes);
  const commitment = ibanCommitment({ iban, salt: ibanSalt });
  const now = till.deployments.now();
  const asked: Asked[] = [];
  for (const schemeId of schemeIds) {
    const known = isSame ? before.asked.find((one) => one.schemeId === schemeId) : undefined;
    const isGood = known && (known.readyAt !== null || known.request.request.deadline > now);
    if (isGood) asked.push(known);
    else {
      const request = await sign(till, { schemeId, shopId, ibanCommitment: commitment });
      asked.push({ schemeId, request, readyAt: null });
    }
  }
  const kept = { shopId, iban, ibanSalt, asked };
  await till.database.write(KEPT, kept);
  return kept;
}

async function send(till: Till, kept: Kept, { schemeId, request }: Asked): Promise<number> {
  const { shopId, iban, ibanSalt } = kept;
  const body = { schemeId, iban, ibanSalt, request };
  const path = `/shops/${shopId}/iban-changes`;
  const { readyAt } = await till.api.post<{ readyAt: number }>(path, body);
  return readyAt;
}

async function sign(
  till: Till,
  change: { schemeId: Hex; shopId: Hex; ibanCommitment: Hex },
): Promise<SignedRequest> {
  return signCommand({
    deployment: await till.deployments.get(),
    signer: await tillKey(till.database),
    command: commands.proposeIban(change),
    deadline: till.deployments.now() + DEADLINE_SECONDS,
    random: cryptoRandomBytes,
  });
}
