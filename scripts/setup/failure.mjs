// Turns what npm and the operating system say into one sentence a person can act on; hides nothing it does not know.

/** A failure whose message is the whole explanation: printed without a stack trace. */
export class SetupFailure extends Error {}

/** The person (or the system) asked to stop; not an error. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`stopped by ${signal}`);
    this.signal = signal;
  }
}

export const DISK_FULL = "The disk is full: free about 1 GB and run the command again.";

const CAUSES = [
  { pattern: /ENOSPC|no space left on device/i, sentence: DISK_FULL },
  {
    pattern: /EDQUOT|disk quota exceeded/i,
    sentence: "Your disk quota is used up: free about 1 GB and run the command again.",
  },
  {
    pattern: /\b(EACCES|EPERM|EROFS)\b|permission denied|read-only file system/i,
    sentence: "No permission to write here: run the command as the owner of this folder.",
  },
  {
    pattern:
      /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b|network timeout|idle timeout/i,
    sentence:
      "The npm registry can't be reached: check the network (or npm's proxy and registry settings) and run the command again.",
  },
  {
    pattern: /\bE401\b|\bE403\b/,
    sentence: "The npm registry refuses access: check npm's registry and login settings.",
  },
  {
    pattern: /\b(E404|ETARGET)\b/,
    sentence: "The npm registry lacks a package this project needs.",
  },
  {
    pattern: /\bEINTEGRITY\b/,
    sentence: "A downloaded package is damaged: run `npm cache verify` and then the command again.",
  },
];

/** @param {string} output @returns {string | undefined} the sentence for a cause that is known */
export function explainKnown(output) {
  return CAUSES.find(({ pattern }) => pattern.test(output))?.sentence;
}

/**
 * The sentence for npm's output, with npm's own error line.
 * @param {string} output @param {string} fallback what to say when the cause is not a known one
 */
export function explain(output, fallback) {
  const detail = lastErrorLine(output);
  const sentence = explainKnown(output) ?? fallback;
  return detail === "" ? sentence : `${sentence}\n  (${detail})`;
}

/** @param {unknown} error a Node error from the file system or from starting a program */
export function explainError(error) {
  const message = error instanceof Error ? error.message : String(error);
  const sentence = explainKnown(message);
  return sentence === undefined ? undefined : `${sentence}\n  (${message})`;
}

/** @param {string} output */
function lastErrorLine(output) {
  const lines = output.split("\n").map((line) => line.trim());
  const npmErrors = lines
    .filter((line) => /^npm (error|ERR!)/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, ""))
    .filter((line) => line !== "" && !/^(A complete log|code |errno |syscall |path )/.test(line));
  const line = npmErrors.at(0) ?? lines.filter((candidate) => candidate !== "").at(-1) ?? "";
  return line.slice(0, 300);
}
