// The suites of `npm test`, in their order: what each runs, what it needs, how long it may take.
import { globSync } from "node:fs";
import { CHROMIUM_MISSING, findChromium } from "../../test/helpers/chromium.ts";

export type Build = "contracts" | "web";

export type Suite = {
  name: string;
  /** Commands, as arguments for Node or, starting with `npm`, for npm; each exit code counts when `counted` is absent. */
  commands: string[][];
  /** The test files of a suite that has them. */
  files?: string[];
  /** Patterns for which there is no file: each is a failure, because a suite that lost its tests would look green. */
  unmatched?: string[];
  /** How many processes may share the files; without it one process is given them all. */
  processes?: number;
  builds: Build[];
  limitMinutes: number;
  /** Why this suite can't run on this machine. */
  unable?: () => string | undefined;
};

/** Each has servers, chains and databases of its own: more would want more memory than a small machine has. */
const MOST_PROCESSES = 2;

type SuiteOfFiles = { name: string; pattern: string[]; runner?: string } & Partial<Suite>;

function suiteOfFiles({ name, pattern, runner = "run-mocha.ts", ...rest }: SuiteOfFiles): Suite {
  return {
    name,
    commands: [[`scripts/test/${runner}`]],
    files: globSync(pattern).sort(),
    unmatched: pattern.filter((one) => globSync(one).length === 0),
    builds: [],
    limitMinutes: 15,
    ...rest,
  };
}

export function allSuites(): Suite[] {
  return [
    {
      name: "types",
      commands: [["npm", "run", "--silent", "check:types"]],
      builds: [],
      limitMinutes: 10,
    },
    {
      name: "lint",
      commands: [
        ["npm", "run", "--silent", "lint:code"],
        ["npm", "run", "--silent", "lint:contracts"],
      ],
      builds: [],
      limitMinutes: 10,
    },
    suiteOfFiles({
      name: "contracts",
      pattern: ["test/contracts/**/*.t.sol", "test/contracts/**/*.test.ts"],
      runner: "run-contracts.ts",
      builds: ["contracts"],
      limitMinutes: 15,
    }),
    suiteOfFiles({
      name: "server",
      pattern: ["test/server/**/*.test.ts"],
      processes: MOST_PROCESSES,
      builds: ["contracts"],
      limitMinutes: 30,
    }),
    suiteOfFiles({
      name: "scripts",
      pattern: ["test/scripts/**/*.test.ts"],
      processes: MOST_PROCESSES,
    }),
    suiteOfFiles({
      name: "web",
      pattern: ["test/wallet-web/**/*.test.ts"],
      processes: MOST_PROCESSES,
      builds: ["web"],
    }),
    suiteOfFiles({
      name: "browser",
      pattern: ["test/e2e/**/*.test.ts"],
      processes: 1,
      builds: ["contracts", "web"],
      limitMinutes: 50,
      unable: () => (findChromium() === undefined ? CHROMIUM_MISSING : undefined),
    }),
  ];
}

/** Test files that no suite would run: a test nobody runs proves nothing. */
export function forgottenFiles(suites: readonly Suite[]): string[] {
  const known = new Set(suites.flatMap(({ files }) => files ?? []));
  return globSync(["test/**/*.test.ts", "test/**/*.t.sol"]).filter((file) => !known.has(file));
}
