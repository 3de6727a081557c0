// Signs a shop up: its profile is checked and sealed, and written down together with the command that registers it.
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { roundPlace } from "../../wallet-web/shared/protocol/rounded-place.ts";
import { type Deployment, requestDigest } from "../../wallet-web/shared/protocol/typed-data.ts";
import type { Relay } from "../chain/relay.ts";
import { AppError } from "../errors/app-error.ts";
import { type FieldProblem, FieldsError } from "../errors/fields-error.ts";
import type { ErrorCode } from "../errors/table.ts";
import type { shopSignUpBody } from "../http/schemas/shop.ts";
import type { Database } from "../store/database.ts";
import { shopProfiles } from "../store/schema/office.ts";
import { shops } from "../store/schema/projections.ts";
import { argumentsOf, type CommandReader, hexArgument } from "../validator/commands.ts";
import { parseIban, parseKvkNumber } from "./identity.ts";
import type { Profiles, ShopProfile } from "./profiles.ts";

export type SignUpInput = z.output<typeof shopSignUpBody>;
export type SignUp = (
  input: SignUpInput,
) => Promise<{ shopId: Hex; owner: Hex; repeated: boolean }>;

export function createSignUp(given: {
  database: Database;
  relay: Relay;
  deployment: Deployment;
  readCommand: CommandReader;
  profiles: Profiles;
}): SignUp {
  const { database, relay, profiles } = given;
  return async (input) => {
    const signed = input.request;
    const [argument] = argumentsOf(given.readCommand(signed), "registerShop");
    const shopId = hexArgument(argument);
    const profile = readProfile(input);
    const requestId = requestDigest(given.deployment, signed.request);
    const repeated = (await relay.outcomeOf(requestId))?.state === "executed";
    const outcome = await relay.submit({ kind: "request", signed }, (tx) =>
      profiles.put(tx, { shopId, profile, requestId }),
    );
    if (outcome.state === "refused") {
      await database
        .delete(shopProfiles)
        .where(and(eq(shopProfiles.shopId, shopId), eq(shopProfiles.requestId, requestId)));
      throw new AppError(outcome.code, outcome.params);
    }
    // The command stands on the chain, for anyone to send again.
    if (repeated) await demandOwner(database, { shopId, owner: signed.request.from });
    return { shopId, owner: signed.request.from, repeated };
  };
}

/** Whoever signed the shop up may have lost it to another device since. @throws {AppError} `shop-exists` */
async function demandOwner(
  database: Database,
  { shopId, owner }: { shopId: Hex; owner: Hex },
): Promise<void> {
  const [own] = await database
    .select({ shopId: shops.shopId })
    .from(shops)
    .where(and(eq(shops.shopId, shopId), eq(shops.owner, owner)));
  if (!own) throw new AppError("shop-exists", { shopId });
}

/** Names every wrong field at once, so that a person corrects them in one go. */
function readProfile(input: SignUpInput): ShopProfile {
  const wrong: (FieldProblem & { code: ErrorCode })[] = [];
  const check = <T>(pointer: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      wrong.push({ pointer, code: error.code });
      return undefined;
    }
  };
  const kvkNumber = check("/kvkNumber", () => parseKvkNumber(input.kvkNumber));
  const iban = check("/iban", () => parseIban(input.iban));
  const email = check("/email", () => parseEmail(input.email));
  if (kvkNumber === undefined || iban === undefined || email === undefined) {
    throw new FieldsError(wrong[0]?.code ?? "invalid-request", wrong);
  }
  const { name, category, address, ibanSalt, openingHours } = input;
  const place = input.place && roundPlace(input.place);
  return { name, kvkNumber, iban, ibanSalt, category, address, email, openingHours, place };
}

function parseEmail(typed: string): string {
  const parsed = z.email().safeParse(typed.trim());
  if (!parsed.success) throw new AppError("email-invalid");
  return parsed.data;
}
