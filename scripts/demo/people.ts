// The people of the demonstration municipality. Each holds a code, as a letter or link would give it; no person of flesh has these keys.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { cryptoRandomBytes, type Hex, randomId } from "../../wallet-web/shared/protocol/bytes.ts";
import type { RoleName } from "../../wallet-web/shared/protocol/commands.ts";
import {
  type CodePurpose,
  createLoginCode,
  signersOfLoginCode,
} from "../../wallet-web/shared/protocol/login-code.ts";
import type { Signer } from "../../wallet-web/shared/protocol/signer.ts";

const household = z.object({
  row: z.number(),
  code: z.string(),
  beneficiaryIds: z.array(z.string()),
});

const memory = z.object({
  schemeId: z.string(),
  codes: z.record(z.string(), z.string()),
  shops: z.record(z.string(), z.object({ shopId: z.string(), ibanSalt: z.string() })),
  households: z.array(household),
  offered: z.array(z.string()),
});
type Memory = z.infer<typeof memory>;

/** A household's letter. */
export type Letter = { row: number; code: string; beneficiaryIds: Hex[] };

/** Remembers who is who over restarts, in a file beside the demonstration's other data. */
export class People {
  readonly #file: string;
  readonly #memory: Memory;
  readonly #signers = new Map<string, Promise<Signer>>();

  constructor(file: string) {
    this.#file = file;
    this.#memory = existsSync(file)
      ? memory.parse(JSON.parse(readFileSync(file, "utf8")))
      : {
          schemeId: randomId(cryptoRandomBytes),
          codes: {},
          shops: {},
          households: [],
          offered: [],
        };
    this.#save();
  }

  get schemeId(): Hex {
    return this.#memory.schemeId as Hex;
  }

  /** The one-time code, or standing key, of a part such as "admin" or "link/sponsor/0". */
  codeOf(part: string): string {
    const known = this.#memory.codes[part];
    if (known !== undefined) return known;
    const code = createLoginCode(cryptoRandomBytes);
    this.#memory.codes[part] = code;
    this.#save();
    return code;
  }

  /** The key that a part's code stands for. */
  signerOf(part: string, purpose: CodePurpose): Promise<Signer> {
    const key = `${purpose}:${part}`;
    const known = this.#signers.get(key);
    if (known) return known;
    const made = signersOfLoginCode(this.codeOf(part), purpose, 1).then(([signer]) => {
      if (!signer) throw new Error("a code stands for at least one key");
      return signer;
    });
    this.#signers.set(key, made);
    return made;
  }

  /** Whether a link was handed to the chain before; when it then is no longer open, somebody used it. */
  isOffered(part: string): boolean {
    return this.#memory.offered.includes(part);
  }

  markOffered(part: string): void {
    this.#memory.offered.push(part);
    this.#save();
  }

  staff(role: RoleName): Promise<Signer> {
    return this.signerOf(`staff/${role}`, "staff");
  }

  shopkeeper(name: string): Promise<Signer> {
    return this.signerOf(`shop/${name}`, "till");
  }

  shop(name: string): { shopId: Hex; ibanSalt: Hex } {
    this.#memory.shops[name] ??= {
      shopId: randomId(cryptoRandomBytes),
      ibanSalt: randomId(cryptoRandomBytes),
    };
    this.#save();
    return this.#memory.shops[name] as { shopId: Hex; ibanSalt: Hex };
  }

  /** The letters of the rows asked for, made when they aren't there: written down before anything is registered. */
  letters(rows: readonly { row: number; children: number }[]): Letter[] {
    const known = new Map(this.#memory.households.map((one) => [one.row, one]));
    for (const { row, children } of rows) {
      if (known.has(row)) continue;
      const made = {
        row,
        code: createLoginCode(cryptoRandomBytes),
        beneficiaryIds: Array.from({ length: children }, () => randomId(cryptoRandomBytes)),
      };
      this.#memory.households.push(made);
      known.set(row, made);
    }
    this.#save();
    return rows.map(({ row }) => known.get(row) as Letter);
  }

  allLetters(): Letter[] {
    return this.#memory.households as Letter[];
  }

  /** Whole file or none: a crash in mid-write must not lose the codes. */
  #save(): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#memory, null, 1), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}
