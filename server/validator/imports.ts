// Imports of households: a file is read, judged row by row and compared with the households that the scheme has; nobody is registered
// or closed by it.
import type { z } from "zod";
import { type Hex, type RandomBytes, randomId } from "../../wallet-web/shared/protocol/bytes.ts";
import { AppError } from "../errors/app-error.ts";
import type { importAnswer } from "../http/schemas/desk.ts";
import type { Database } from "../store/database.ts";
import { readHouseholdCsv } from "./household-csv/read.ts";
import { normaliseClientNumber } from "./household-csv/rows.ts";
import { breathe, type ImportStore, type KeptRow } from "./import-store.ts";
import { absentHouseholds, type KnownHousehold, knownHouseholds } from "./known-households.ts";
import { clientNumberPlace } from "./registrations.ts";
import type { Vault } from "./vault.ts";

export type ImportAnswer = z.input<typeof importAnswer>;

export type Imports = {
  /** Reads and keeps a file; the same file again gives the same import. @throws {AppError} `csv-…` */
  upload(given: {
    schemeId: Hex;
    file: Uint8Array;
    uploadedBy: Hex;
  }): Promise<{ answer: ImportAnswer; repeated: boolean }>;
  /** An import with each row's verdict, and the households that it misses, as it is now. @throws {AppError} `not-found` */
  show(given: { schemeId: Hex; importId: Hex }): Promise<ImportAnswer>;
  /** Some rows of an import. @throws {AppError} `not-found` */
  rows(given: { schemeId: Hex; importId: Hex; rows: readonly number[] }): Promise<KeptRow[]>;
};

const ROWS_BETWEEN_BREATHS = 1_000;
/** A file that misses more is mostly another one than was meant; who means it closes these first. */
const MOST_ABSENT = 2_000;

export function createImports(given: {
  database: Database;
  store: ImportStore;
  vault: Vault;
  random: RandomBytes;
  now: () => number;
}): Imports {
  const { database, store, vault } = given;

  const requireImport = async (schemeId: Hex, importId: Hex) => {
    if (!(await store.byId(schemeId, importId))) throw new AppError("not-found");
  };

  const readFile = async (file: Uint8Array): Promise<KeptRow[]> => {
    const rows: KeptRow[] = [];
    for (const row of await readHouseholdCsv(file)) {
      const number = normaliseClientNumber(row.clientNumber);
      rows.push({ ...row, clientNumberMac: vault.mac("client-number", number) });
      if (rows.length % ROWS_BETWEEN_BREATHS === 0) await breathe();
    }
    return rows;
  };

  const show: Imports["show"] = async ({ schemeId, importId }) => {
    await requireImport(schemeId, importId);
    const rows = await store.read(importId);
    const macs = [...new Set(rows.map((row) => row.clientNumberMac))];
    const [known, absent] = await Promise.all([
      knownHouseholds(database, schemeId, { macs }),
      absentHouseholds(database, schemeId, { macs, limit: MOST_ABSENT }),
    ]);
    return {
      ...{ importId, schemeId, ...judge(rows, known) },
      absent: await showAbsent(vault, absent.first),
      absentTotal: absent.total,
    };
  };

  return {
    show,

    async upload({ schemeId, file, uploadedBy }) {
      const fileMac = vault.mac("import-file", file);
      const importId = randomId(given.random);
      if (!(await store.byFile(schemeId, fileMac))) {
        const record = { importId, schemeId, fileMac, uploadedBy, createdAt: given.now() };
        await store.keep(record, await readFile(file));
      }
      const kept = await store.byFile(schemeId, fileMac);
      if (!kept) throw new AppError("not-found");
      const answer = await show({ schemeId, importId: kept.importId });
      return { answer, repeated: kept.importId !== importId };
    },

    async rows({ schemeId, importId, rows }) {
      await requireImport(schemeId, importId);
      const wanted = new Set(rows);
      const range = { first: Math.min(...rows), last: Math.max(...rows) };
      return (await store.read(importId, range)).filter((row) => wanted.has(row.row));
    },
  };
}

type Verdict = ImportAnswer["rows"][number]["verdict"];
const COUNTED_NONE = { new: 0, more: 0, fewer: 0, registered: 0, refused: 0 };

function judge(
  kept: readonly KeptRow[],
  households: readonly KnownHousehold[],
): Pick<ImportAnswer, "rows" | "counts"> {
  const known = new Map(households.map((one) => [one.clientNumberMac, one]));
  const counts = { ...COUNTED_NONE, children: 0 };
  const rows = kept.map(({ clientNumberMac, ...row }) => {
    const household = known.get(clientNumberMac);
    const verdict = verdictOf(row, household);
    counts[verdict] += 1;
    if (verdict === "new" || verdict === "more") {
      counts.children += row.children - (household?.open.length ?? 0);
    }
    const differs = verdict === "more" || verdict === "fewer";
    return { ...row, verdict, known: differs && household ? shown(household) : null };
  });
  return { rows, counts };
}

function verdictOf(
  { problems, children }: Omit<KeptRow, "clientNumberMac">,
  known: KnownHousehold | undefined,
): Verdict {
  if (problems.length > 0) return "refused";
  if (!known) return "new";
  const difference = children - known.open.length;
  if (difference === 0) return "registered";
  return difference > 0 ? "more" : "fewer";
}

const shown = ({ householdId, letterNumber, open, closed }: KnownHousehold) => ({
  householdId,
  letterNumber,
  open: open.length,
  closed,
});

/** Of which no row tells; also a row that can't be used tells of its household. */
async function showAbsent(
  vault: Vault,
  known: readonly KnownHousehold[],
): Promise<ImportAnswer["absent"]> {
  const absent: ImportAnswer["absent"] = [];
  for (const one of known) {
    const { householdId, letterNumber, open } = one;
    const clientNumber = vault.open(clientNumberPlace(householdId), one.clientNumber);
    absent.push({ householdId, clientNumber, letterNumber, beneficiaryIds: open });
    if (absent.length % ROWS_BETWEEN_BREATHS === 0) await breathe();
  }
  return absent;
}
