// Tells a database that is away, or full, from a fault of ours.

/** PostgreSQL's classes: 08 connection, 53 resources (disk full, too many connections), 57P shutdown; 58 system. */
const UNAVAILABLE_CLASSES = ["08", "53", "57P", "58"];
const CONNECTION_CODES = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENOSPC",
]);
const CONNECTION_MESSAGES = [
  "Connection terminated",
  "timeout exceeded when trying to connect",
  "Client has encountered a connection error",
  "PGlite is closed",
];

/** Source of the codes: PostgreSQL, appendix A. Drizzle wraps the driver's error as its cause. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let one: unknown = error, depth = 0; one instanceof Error && depth < 5; depth++) {
    const code = "code" in one && typeof one.code === "string" ? one.code : "";
    if (CONNECTION_CODES.has(code)) return true;
    if (/^[0-9A-Z]{5}$/.test(code) && UNAVAILABLE_CLASSES.some((start) => code.startsWith(start))) {
      return true;
    }
    const { message } = one;
    if (CONNECTION_MESSAGES.some((text) => message.includes(text))) return true;
    one = one.cause;
  }
  return false;
}
