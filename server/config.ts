// Reads the environment once, checks it by zod and gives typed settings; nothing else in the server reads it.
import { join, resolve } from "node:path";
import { electronicFormatIBAN, isValidBIC, isValidIBAN } from "ibantools";
import { z } from "zod";
import type { Hex } from "../wallet-web/shared/protocol/bytes.ts";
import type { FileBank } from "./payouts/payment-files.ts";
import type { DatabasePlace } from "./store/database.ts";

/** Settings that can't be used: one sentence per problem. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ConfigError";
    this.problems = problems;
  }
}

const number = (name: string, { min, max }: { min: number; max: number }) =>
  z.coerce
    .number(`${name} must be a number.`)
    .refine((value) => Number.isInteger(value) && value >= min && value <= max, {
      error: `${name} must be a whole number from ${min} to ${max}.`,
    });
const url = (name: string, protocols: readonly string[]) =>
  z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ""), {
    error: `${name} must be a URL that starts with ${protocols.map((one) => `${one}//`).join(" or ")}.`,
  });
const hex = (name: string, bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`), {
      error: `${name} must be 0x and ${2 * bytes} hexadecimal digits.`,
    })
    .transform((text) => text.toLowerCase() as Hex);

const WEB = ["http:", "https:"];
const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 366 * DAY_SECONDS;

const environment = z.object({
  DATABASE_URL: url("DATABASE_URL", ["postgres:", "postgresql:"]).optional(),
  DATA_DIR: z.string().default(".data"),
  CHAIN_RPC_URL: url("CHAIN_RPC_URL", WEB).optional(),
  CHAIN_POLL_MS: number("CHAIN_POLL_MS", { min: 20, max: 60_000 }).default(200),
  CHAIN_GAS_PRICE_WEI: z
    .string()
    .regex(/^[0-9]{1,20}$/, { error: "CHAIN_GAS_PRICE_WEI must be a whole number." })
    .transform(BigInt)
    .default(0n),
  DEPLOYMENT_FILE: z.string().optional(),
  OPERATOR_KEY: hex("OPERATOR_KEY", 32).optional(),
  DATA_KEY: hex("DATA_KEY", 32).optional(),
  LEDGER_ADMIN: hex("LEDGER_ADMIN", 20).optional(),
  ROLE_DELAY_SECONDS: number("ROLE_DELAY_SECONDS", { min: 0, max: YEAR_SECONDS }).default(
    2 * DAY_SECONDS,
  ),
  MUNICIPALITY: z.string().trim().min(1).max(100).default("Kindpakket"),
  MUNICIPALITY_PHONE: z
    .string()
    .trim()
    .regex(/^\+?[0-9](?:[ ()-]{0,2}[0-9]){2,14}$/, {
      error: "MUNICIPALITY_PHONE must be a telephone number such as 0594 50 88 88 or 14 0594.",
    })
    .optional(),
  PUBLIC_ORIGIN: url("PUBLIC_ORIGIN", WEB).optional(),
  PORT: number("PORT", { min: 0, max: 65_535 }).default(8080),
  HOST: z.string().default("127.0.0.1"),
  BANK: z
    .enum(["bunq", "sepa", "none"], { error: "BANK must be bunq, sepa or none." })
    .default("none"),
  BANK_URL: url("BANK_URL", WEB).optional(),
  BANK_API_KEY: z.string().optional(),
  BANK_APPROVAL: z
    .enum(["none", "draft"], { error: "BANK_APPROVAL must be none or draft." })
    .default("none"),
  BANK_QUIET_SECONDS: number("BANK_QUIET_SECONDS", { min: 1, max: 86_400 }).default(60),
  BANK_RATE_LIMITS: z
    .enum(["bunq", "none"], { error: "BANK_RATE_LIMITS must be bunq or none." })
    .default("bunq"),
  BANK_ACCOUNT_IBAN: z
    .string()
    .transform((text) => electronicFormatIBAN(text) ?? "")
    .refine(isValidIBAN, { error: "BANK_ACCOUNT_IBAN must be a valid IBAN." })
    .optional(),
  BANK_ACCOUNT_NAME: z.string().trim().min(1).max(70).optional(),
  BANK_ACCOUNT_BIC: z
    .string()
    .refine((text) => isValidBIC(text), { error: "BANK_ACCOUNT_BIC must be a BIC." })
    .optional(),
  BANK_FILE_VERSION: z
    .enum(["pain.001.001.09", "pain.001.001.03"], {
      error: "BANK_FILE_VERSION must be pain.001.001.09 or pain.001.001.03.",
    })
    .default("pain.001.001.09"),
  BANK_CUT_OFF: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "BANK_CUT_OFF must be a time such as 14:30." })
    .default("14:30"),
  PAYOUT_HOLD_SECONDS: number("PAYOUT_HOLD_SECONDS", { min: 0, max: YEAR_SECONDS }).default(900),
  PAYOUT_INTERVAL_MS: number("PAYOUT_INTERVAL_MS", { min: 50, max: 3_600_000 }).default(5_000),
  KVK_API_URL: url("KVK_API_URL", WEB).default("https://api.kvk.nl/api"),
  KVK_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, { error: "KVK_API_KEY must be one word of letters and digits." })
    .optional(),
  HOUSEHOLD_RETENTION_MONTHS: number("HOUSEHOLD_RETENTION_MONTHS", { min: 1, max: 240 }).default(
    24,
  ),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
      error: "LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent.",
    })
    .default("info"),
});

type Environment = z.output<typeof environment>;

export type BankConfig =
  | { kind: "none" }
  | {
      kind: "bunq";
      url: string;
      apiKey: string;
      accountIban: string | undefined;
      /** `draft`: a person accepts each submission in the bank's app. */
      approval: "none" | "draft";
      quietPeriodMs: number;
      /** `none` only against a sandbox bank on this machine that keeps no limits. */
      rateLimits: "bunq" | "none";
    }
  | { kind: "sepa"; fileBank: FileBank };

export type Config = {
  /** Absolute folder with all that this server keeps on disk. */
  dataDir: string;
  database: DatabasePlace;
  chain: { kind: "embedded" } | { kind: "external"; url: string };
  chainPollMs: number;
  gasPriceWei: bigint;
  /** Where `npm run deploy` writes the contracts' addresses. */
  deploymentFile: string;
  /** Null: made at first start and kept in the data folder. */
  operatorKey: Hex | null;
  dataKey: Hex | null;
  ledgerAdmin: Hex | null;
  roleDelaySeconds: number;
  municipality: string;
  /** The number that families and shops call, as people write it; null when none was set. */
  municipalityPhone: string | null;
  /** Where people's browsers find this server, without a slash at the end. */
  publicOrigin: string;
  port: number;
  host: string;
  bank: BankConfig;
  /** Where the trade register is asked; null: nowhere. */
  tradeRegister: { url: string; apiKey: string } | null;
  payoutHoldSeconds: number;
  payoutIntervalMs: number;
  /** After a scheme's end and its grace its families are erased. */
  householdRetentionMonths: number;
  logLevel: Environment["LOG_LEVEL"];
};

/**
 * Settings from environment variables; an empty variable counts as absent.
 * @throws {ConfigError}
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const read = environment.safeParse(given);
  if (!read.success) {
    throw new ConfigError(
      read.error.issues.map(({ path, message }) =>
        message.startsWith(String(path[0])) ? message : `${String(path[0])}: ${message}.`,
      ),
    );
  }
  const problems = contradictions(read.data);
  if (problems.length > 0) throw new ConfigError(problems);
  return toConfig(read.data);
}

function contradictions(env: Environment): string[] {
  const problems: string[] = [];
  if (env.CHAIN_RPC_URL !== undefined && env.OPERATOR_KEY === undefined) {
    problems.push("OPERATOR_KEY must be set when CHAIN_RPC_URL is: all servers use one account.");
  }
  if (
    env.CHAIN_RPC_URL !== undefined &&
    env.DATABASE_URL !== undefined &&
    env.DATA_KEY === undefined
  ) {
    problems.push("DATA_KEY must be set when servers share a database and a chain.");
  }
  if (env.BANK === "bunq" && env.BANK_URL === undefined) {
    problems.push("BANK_URL must be set when BANK is bunq.");
  }
  if (env.BANK === "bunq" && env.BANK_API_KEY === undefined) {
    problems.push("BANK_API_KEY must be set when BANK is bunq.");
  }
  // Anyone else's bank would shut us out.
  if (env.BANK_RATE_LIMITS === "none" && !isLoopback(env.BANK_URL)) {
    problems.push("BANK_RATE_LIMITS may be none only when BANK_URL is on this machine.");
  }
  if (env.BANK === "sepa" && env.BANK_ACCOUNT_IBAN === undefined) {
    problems.push("BANK_ACCOUNT_IBAN must be set when BANK is sepa: the account that pays.");
  }
  // The key goes with every question.
  if (new URL(env.KVK_API_URL).protocol !== "https:" && !isLoopback(env.KVK_API_URL)) {
    problems.push("KVK_API_URL must start with https:// unless it is on this machine.");
  }
  return problems;
}

const LOOPBACK = ["127.0.0.1", "[::1]", "localhost"];

const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && LOOPBACK.includes(new URL(address).hostname);

function toConfig(env: Environment): Config {
  const dataDir = resolve(env.DATA_DIR);
  return {
    dataDir,
    database: env.DATABASE_URL ? { url: env.DATABASE_URL } : { folder: join(dataDir, "db") },
    chain: env.CHAIN_RPC_URL ? { kind: "external", url: env.CHAIN_RPC_URL } : { kind: "embedded" },
    chainPollMs: env.CHAIN_POLL_MS,
    gasPriceWei: env.CHAIN_GAS_PRICE_WEI,
    deploymentFile: resolve(env.DEPLOYMENT_FILE ?? join(dataDir, "deployment.json")),
    operatorKey: env.OPERATOR_KEY ?? null,
    dataKey: env.DATA_KEY ?? null,
    ledgerAdmin: env.LEDGER_ADMIN ?? null,
    roleDelaySeconds: env.ROLE_DELAY_SECONDS,
    municipality: env.MUNICIPALITY,
    municipalityPhone: env.MUNICIPALITY_PHONE ?? null,
    publicOrigin: (env.PUBLIC_ORIGIN ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ""),
    port: env.PORT,
    host: env.HOST,
    bank: bankOf(env),
    tradeRegister: env.KVK_API_KEY
      ? { url: env.KVK_API_URL.replace(/\/+$/, ""), apiKey: env.KVK_API_KEY }
      : null,
    payoutHoldSeconds: env.PAYOUT_HOLD_SECONDS,
    payoutIntervalMs: env.PAYOUT_INTERVAL_MS,
    householdRetentionMonths: env.HOUSEHOLD_RETENTION_MONTHS,
    logLevel: env.LOG_LEVEL,
  };
}

function bankOf(env: Environment): BankConfig {
  switch (env.BANK) {
    case "none":
      return { kind: "none" };
    case "bunq":
      return {
        kind: "bunq",
        url: env.BANK_URL ?? "",
        apiKey: env.BANK_API_KEY ?? "",
        accountIban: env.BANK_ACCOUNT_IBAN,
        approval: env.BANK_APPROVAL,
        quietPeriodMs: env.BANK_QUIET_SECONDS * 1000,
        rateLimits: env.BANK_RATE_LIMITS,
      };
    case "sepa":
      return {
        kind: "sepa",
        fileBank: {
          iban: env.BANK_ACCOUNT_IBAN ?? "",
          name: env.BANK_ACCOUNT_NAME ?? env.MUNICIPALITY,
          bic: env.BANK_ACCOUNT_BIC ?? null,
          version: env.BANK_FILE_VERSION,
          cutOff: env.BANK_CUT_OFF,
        },
      };
  }
}
