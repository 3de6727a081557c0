// The log: JSON lines with codes and ids. What could name a person, open a door or sign something is taken out.
import pino, { type DestinationStream, type Logger } from "pino";

const SECRET_FIELDS = [
  "authorization",
  "cookie",
  "token",
  "apiKey",
  "operatorKey",
  "dataKey",
  "iban",
  "creditorIban",
  "creditorName",
  "name",
  "email",
  "address",
  "clientNumber",
  "kvkNumber",
  "body",
  "signature",
  "tillSignature",
  "payload",
];

/** @param destination Where lines go; standard output when absent. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      remove: true,
    },
    serializers: { err: describeError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * An error without the values it was about: a database's error carries the row's parameters, a chain's the call's data.
 * The stack shows where it came from.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...code,
    message: safeMessage(error),
    stack: frames.slice(0, 12).map((line) => line.trim()),
    ...cause,
  };
}

/** Drizzle puts the query's parameters in its message. */
function safeMessage(error: Error): string {
  return error.message.split("\nparams:")[0]?.slice(0, 500) ?? "";
}
