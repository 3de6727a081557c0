// Which of the server's codes a family can meet: those are said in every language, the others in Dutch only.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ErrorCode, isErrorCode } from "../../server/errors/table.ts";
import { refusalCodes } from "../../server/http/openapi.ts";
import { allRoutes } from "../../server/http/routes/all.ts";
import type { RouteParts } from "../../server/http/routes/parts.ts";

const WEB = join(import.meta.dirname, "../../wallet-web");
/** The app, what it asks the server through, and what it shares with the till. */
const SOURCES = [
  "family/**/*.{ts,tsx}",
  "shared/{session,deployment,live,marks/ask-mark}.{ts,tsx}",
];

/** What the ledger can answer to the commands that a family's phone signs, and what any command can end in. */
const OF_COMMANDS: readonly ErrorCode[] = [
  "login-code-invalid",
  "device-taken",
  "too-many-devices",
  "request-used",
  "gas-too-low",
  "transaction-failed",
  "shutting-down",
];

/** The same routes answer these, but to staff and tills. */
const TO_OTHERS: readonly ErrorCode[] = [
  "look-reason-needed",
  "role-missing",
  "refund-above-payment",
];

export type Call = { method: string; path: string };

/** Every call of the API in the family app's code, a value in its path as `{}`. */
export function familyCalls(): Call[] {
  const calls = [...familyCode().matchAll(CALL)].map(([, method, live, path = ""]) => ({
    method: live ? "get" : (method ?? "get").replace("stream", "get"),
    path: path.replace(/\$\{[^}]*\}/g, "{}").replace(/\?.*$/, ""),
  }));
  return [...new Map(calls.map((call) => [`${call.method} ${call.path}`, call])).values()];
}

const CALL =
  /(?:\.(get|post|delete|stream)(?:<[^(]*>)?\(|\b(path)(?:: | = ))\s*["`](\/[^"`]*)["`]/g;

/** @throws {Error} when the app calls what the server doesn't have. */
export function familyCodes(): ErrorCode[] {
  const routes = allRoutes({ services: {}, office: {}, limits: {}, live: {} } as RouteParts);
  const ofRoutes = familyCalls().flatMap(({ method, path }) => {
    const route = routes.find(
      (one) => one.method === method && one.path.replace(/\{\w+\}/g, "{}") === path,
    );
    if (!route) throw new Error(`the family app calls ${method} ${path}, which the API has not`);
    return [...refusalCodes(route)];
  });
  const ofApp = [...familyCode().matchAll(/code: "([\w-]+)"/g)]
    .map(([, code = ""]) => code)
    .filter(isErrorCode);
  return [...new Set([...ofRoutes, ...OF_COMMANDS, ...ofApp])].filter(
    (code) => !TO_OTHERS.includes(code),
  );
}

function familyCode(): string {
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: WEB })).sort();
  return files.map((file) => readFileSync(join(WEB, file), "utf8")).join("\n");
}
