// Says in one sentence why the server can't start or go on, where that can be known; the rest goes to the log as it is.
import { DeploymentError } from "./chain/deployment.ts";
import { ChainUnreachableError } from "./chain/rpc.ts";
import { type Config, ConfigError } from "./config.ts";
import { OtherVersionError } from "./store/database.ts";
import { FolderInUseError } from "./store/folder-lock.ts";

/** The sentences for whoever started the server, or null when nobody foresaw this. */
export function explainFailure(error: unknown, config: Config | null): string[] | null {
  if (error instanceof ConfigError) return [...error.problems];
  const isExplained =
    error instanceof DeploymentError ||
    error instanceof FolderInUseError ||
    error instanceof OtherVersionError;
  if (isExplained) return [error.message];
  if (error instanceof ChainUnreachableError) {
    return ["The chain gives no answer: check CHAIN_RPC_URL and the node behind it."];
  }
  return explainCode(codesOf(error), config);
}

function explainCode(codes: readonly string[], config: Config | null): string[] | null {
  if (codes.includes("EADDRINUSE")) {
    return [`Port ${config?.port} is in use: end what uses it, or set PORT to another.`];
  }
  if (codes.includes("EACCES") || codes.includes("EROFS")) {
    return [`The folder ${config?.dataDir} can't be written: check its owner, or set DATA_DIR.`];
  }
  if (codes.includes("ENOSPC") || codes.includes("53100")) {
    return ["The disk is full: free some space and start the server again."];
  }
  const isDatabase = ["ECONNREFUSED", "ENOTFOUND", "28P01", "28000", "3D000", "ETIMEDOUT"];
  if (codes.some((code) => isDatabase.includes(code))) {
    return ["The database can't be opened: check DATABASE_URL and the server behind it."];
  }
  return null;
}

/** The codes of an error and of what lies under it. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let one = error, depth = 0; one instanceof Error && depth < 6; depth++) {
    if ("code" in one && typeof one.code === "string") codes.push(one.code);
    if (one instanceof AggregateError) codes.push(...one.errors.flatMap(codesOf));
    one = one.cause;
  }
  return codes;
}
