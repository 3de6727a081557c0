// Settings: what is missing or wrong is said in one sentence each; nothing wrong gets through.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { ConfigError, readConfig } from "../../server/config.ts";

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe("config", () => {
  it("needs nothing: then chain and database are embedded and nothing is paid out", () => {
    const config = readConfig({});
    expect(config).to.deep.include({
      chain: { kind: "embedded" },
      bank: { kind: "none" },
      host: "127.0.0.1",
      publicOrigin: "http://localhost:8080",
      roleDelaySeconds: 172_800,
    });
    expect(config.database).to.deep.equal({ folder: `${process.cwd()}/.data/db` });
  });

  it("takes an empty variable for an absent one", () => {
    expect(readConfig({ DATABASE_URL: "", CHAIN_RPC_URL: "" })).to.deep.equal(readConfig({}));
  });

  it("takes the municipality's telephone number as people write it, and nothing else for one", () => {
    const problems = (MUNICIPALITY_PHONE: string) => problemsOf({ MUNICIPALITY_PHONE });
    for (const good of ["14 0594", "0594 50 88 88", "+31 (0)594-508888"]) {
      expect(readConfig({ MUNICIPALITY_PHONE: good }).municipalityPhone).to.equal(good);
    }
    expect(readConfig({}).municipalityPhone).to.equal(null);
    for (const bad of ["bel ons", "12", "0594;ext=1", "06".repeat(20)]) {
      expect(problems(bad)[0]).to.contain("MUNICIPALITY_PHONE must be a telephone number");
    }
  });

  it("sends the trade register's key over TLS only, or to this machine", () => {
    const KVK_API_KEY = "l7xx1f26";
    const url = (KVK_API_URL: string) => ({ KVK_API_KEY, KVK_API_URL });
    expect(readConfig({}).tradeRegister).to.equal(null);
    expect(readConfig({ KVK_API_KEY }).tradeRegister).to.deep.equal({
      url: "https://api.kvk.nl/api",
      apiKey: KVK_API_KEY,
    });
    const own = readConfig(url("http://127.0.0.1:8087/api/")).tradeRegister;
    expect(own?.url).to.equal("http://127.0.0.1:8087/api");
    expect(problemsOf(url("http://api.kvk.nl/api"))).to.deep.equal([
      "KVK_API_URL must start with https:// unless it is on this machine.",
    ]);
    expect(problemsOf({ KVK_API_KEY: "two words" })).to.have.length(1);
  });

  it("says each problem in a sentence", () => {
    expect(
      problemsOf({
        PORT: "http",
        BANK: "ing",
        DATABASE_URL: "mysql://localhost",
        OPERATOR_KEY: "0x12",
        LOG_LEVEL: "loud",
        ROLE_DELAY_SECONDS: "-1",
        CHAIN_GAS_PRICE_WEI: "1.5",
      }),
    ).to.have.members([
      "PORT must be a number.",
      "BANK must be bunq, sepa or none.",
      "DATABASE_URL must be a URL that starts with postgres:// or postgresql://.",
      "OPERATOR_KEY must be 0x and 64 hexadecimal digits.",
      "LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent.",
      "ROLE_DELAY_SECONDS must be a whole number from 0 to 31622400.",
      "CHAIN_GAS_PRICE_WEI must be a whole number.",
    ]);
  });

  it("wants the keys that servers share, and the bank's", () => {
    expect(
      problemsOf({
        CHAIN_RPC_URL: "http://127.0.0.1:8545",
        DATABASE_URL: "postgres://localhost/kindpakket",
        BANK: "bunq",
      }),
    ).to.deep.equal([
      "OPERATOR_KEY must be set when CHAIN_RPC_URL is: all servers use one account.",
      "DATA_KEY must be set when servers share a database and a chain.",
      "BANK_URL must be set when BANK is bunq.",
      "BANK_API_KEY must be set when BANK is bunq.",
    ]);
  });

  it("keeps the bank's rate limits, unless the bank is a sandbox on this machine", () => {
    const bank = { BANK: "bunq", BANK_API_KEY: "key" };
    const lifted = { ...bank, BANK_RATE_LIMITS: "none" };
    const local = { ...lifted, BANK_URL: "http://127.0.0.1:8090/v1" };
    expect(readConfig({ ...bank, BANK_URL: "https://api.bunq.com/v1" }).bank).to.include({
      rateLimits: "bunq",
    });
    expect(readConfig(local).bank).to.include({ rateLimits: "none" });
    for (const url of ["https://api.bunq.com/v1", "http://127.0.0.1.example.org/v1"]) {
      expect(problemsOf({ ...lifted, BANK_URL: url })).to.deep.equal([
        "BANK_RATE_LIMITS may be none only when BANK_URL is on this machine.",
      ]);
    }
    expect(problemsOf({ ...local, BANK_RATE_LIMITS: "some" })).to.deep.equal([
      "BANK_RATE_LIMITS must be bunq or none.",
    ]);
  });

  it("never repeats a secret in a problem", () => {
    const secret = `0x${"ab".repeat(31)}`;
    expect(problemsOf({ OPERATOR_KEY: secret, DATA_KEY: secret }).join()).not.to.include("abab");
  });

  it("has each of its variables explained in .env.example, and no other", () => {
    const example = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
    const explained = example.match(/^[A-Z_]+(?==)/gm);
    const source = readFileSync(new URL("../../server/config.ts", import.meta.url), "utf8");
    const read = source.match(/^ {2}[A-Z_]+(?=:)/gm)?.map((name) => name.trim());
    expect(explained).to.have.members(read ?? []);
  });

  it("has a default in .env.example that is the default", () => {
    const example = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
    const env = Object.fromEntries(
      [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(readConfig(env)).to.deep.equal(readConfig({}));
  });
});
