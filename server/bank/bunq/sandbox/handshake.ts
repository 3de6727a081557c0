// The sandbox's side of the way in: installation, device, session, and new play-money companies.

import { createPublicKey } from "node:crypto";
import { z } from "zod";
import type { Books, User } from "./books.ts";
import type { BankEvent } from "./events.ts";
import { type Answer, answerWith, type Exchange, Refusal } from "./exchange.ts";
import { makeIban } from "./ibans.ts";
import type { SandboxSettings } from "./settings.ts";
import { readBody } from "./transfers.ts";
import { bunqTime } from "./views.ts";

const wrongKey = "User credentials are incorrect. Incorrect API key or IP address.";

const installationBody = z.object({ client_public_key: z.string().max(10_000) });
const secretBody = z.object({ secret: z.string().max(1_000) });

const makeToken = (settings: SandboxSettings) => Buffer.from(settings.random(32)).toString("hex");

function tokenView(id: number, token: string, now: number): unknown {
  return { Token: { id, created: bunqTime(now), updated: bunqTime(now), token } };
}

/** `POST /installation` */
export function postInstallation({ request, books, settings }: Exchange): Answer {
  const { client_public_key: clientKeyPem } = readBody(installationBody, request.body);
  try {
    if (createPublicKey(clientKeyPem).asymmetricKeyType !== "rsa") throw new Error("Not RSA.");
  } catch {
    throw new Refusal(400, "The client public key is not an RSA key in PEM.");
  }
  const installationId = books.nextId();
  const token = makeToken(settings);
  books.commit([{ type: "installed", installationId, token, clientKeyPem }]);
  return answerWith({ Id: { id: installationId } }, tokenView(installationId, token, books.now()), {
    ServerPublicKey: { server_public_key: books.keys?.publicKeyPem },
  });
}

/** `POST /device-server` */
export function postDevice({ request, books, caller }: Exchange): Answer {
  const { secret } = readBody(secretBody, request.body);
  const user = books.userByKey(secret);
  if (!user || !caller.installation) throw new Refusal(400, wrongKey);
  const { installationId } = caller.installation;
  const { userId } = user;
  const deviceId = books.nextId();
  books.commit([{ type: "device-registered", deviceId, installationId, userId }]);
  return answerWith({ Id: { id: deviceId } });
}

/** `POST /session-server` */
export function postSession({ request, books, caller, settings }: Exchange): Answer {
  const { secret } = readBody(secretBody, request.body);
  const user = books.userByKey(secret);
  const device = books.devices
    .values()
    .find(({ installationId }) => installationId === caller.installation?.installationId);
  if (!user || device?.userId !== user.userId) throw new Refusal(400, wrongKey);
  const sessionId = books.nextId();
  const token = makeToken(settings);
  const { deviceId, userId } = device;
  const expiresAt = books.now() + settings.sessionTimeoutSeconds * 1_000;
  books.commit([{ type: "session-started", sessionId, token, deviceId, userId, expiresAt }]);
  return answerWith({ Id: { id: sessionId } }, tokenView(sessionId, token, books.now()), {
    UserCompany: {
      id: userId,
      name: user.name,
      session_timeout: settings.sessionTimeoutSeconds,
    },
  });
}

/** A new company with its account. The user, as `user-created` made it. */
export function createUser(
  books: Books,
  settings: SandboxSettings,
  input: { readonly name: string; readonly apiKey: string; readonly openingCents: bigint },
): User {
  const userId = books.nextId();
  const number = BigInt(`0x${Buffer.from(settings.random(6)).toString("hex")}`) % 10_000_000_000n;
  const iban = makeIban(number);
  const accountId = books.nextId(1);
  const created: BankEvent = { type: "user-created", userId, accountId, iban, ...input };
  books.commit([created]);
  const user = books.users.get(userId);
  if (!user) throw new Error("The books lost a user.");
  return user;
}

/** `POST /sandbox-user-company`: no key needed, an empty account. */
export function postSandboxCompany({ books, settings }: Exchange): Answer {
  const apiKey = `sandbox_${makeToken(settings)}`;
  const name = `Sandbox company ${books.users.size + 1}`;
  const user = createUser(books, settings, { name, apiKey, openingCents: 0n });
  return answerWith({
    ApiKey: { api_key: apiKey, user: { UserCompany: { id: user.userId, name } } },
  });
}
