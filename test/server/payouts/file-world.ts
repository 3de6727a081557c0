// A world whose bank takes files: two payouts, 12.50 and 9.95, in a file that the bank has.
import type { PayoutActs } from "../../../server/payouts/payout-acts.ts";
import { bankSubmissions } from "../../../server/store/schema/index.ts";
import type { Hex } from "../../../wallet-web/shared/protocol/bytes.ts";
import { ACCOUNT, type CamtVersion, camt, type FixtureEntry } from "../bank/sepa/fixtures.ts";
import { IBAN } from "./scripted-bank.ts";
import { openWorld, SCHEME, type World } from "./world.ts";

export const FILE: Hex = `0x${"f1".repeat(16)}`;
/** The file's PmtInfId. */
export const BATCH = `P${FILE.slice(2)}`;
const MAKER: Hex = `0x${"0a".repeat(20)}`;
const CHECKER: Hex = `0x${"0b".repeat(20)}`;

export class FileWorld {
  readonly world: World;
  acts: PayoutActs;

  constructor(world: World) {
    this.world = world;
    this.acts = world.acts();
  }

  /** Both payouts are with the bank again, and nothing else happened. */
  async reset(): Promise<void> {
    const { world } = this;
    await world.reset();
    world.fileBank = {
      iban: ACCOUNT,
      name: "Gemeente Zuidhorn",
      bic: null,
      version: "pain.001.001.09",
      cutOff: "14:30",
    };
    this.acts = world.acts();
    world.owe(1_250n, 995n);
    await this.round();
    await this.acts.freezeFile({ schemeId: SCHEME, submissionId: FILE, by: MAKER });
    const [file] = await world.database.select().from(bankSubmissions);
    if (!file) throw new Error("a file is meant");
    const release = { submissionId: FILE, bodyHash: file.bodyHash, by: CHECKER, signed: "{}" };
    await this.acts.releaseFile(release);
    await this.acts.handOutFile(FILE);
  }

  round = () => this.world.worker({ files: true }).round();
  read = (bytes: Uint8Array) => this.acts.importBankFile({ bytes, by: CHECKER });
  /** The payouts' ids as EndToEndIds: of 12.50 and of 9.95. */
  tokens = async () => (await this.world.orders()).map(({ payoutId }) => payoutId.slice(2));

  /** An entry for the first or the second payout; nameless unless told otherwise. */
  async payment(index: number, fields: Partial<FixtureEntry> = {}): Promise<FixtureEntry> {
    const amount = ["12.50", "9.95"][index] ?? "";
    const endToEndId = (await this.tokens())[index] ?? "";
    return { amount, reference: null, details: [{ endToEndId, iban: IBAN }], ...fields };
  }

  async back(index: number, fields: Partial<FixtureEntry> = {}): Promise<FixtureEntry> {
    const endToEndId = (await this.tokens())[index] ?? "";
    const details = [{ endToEndId, returnReason: "AC04" }];
    return this.payment(index, { isCredit: true, details, ...fields });
  }

  /** A statement (camt.053) with these entries. */
  statement = (entries: FixtureEntry[], statementId = "S-1") =>
    this.read(camt({ entries, statementId }));
  /** A notification (camt.054) with these entries. */
  notice = (entries: FixtureEntry[], statementId = "N-1") =>
    this.read(camt({ entries, statementId, version: NOTICE }));
}

const NOTICE: CamtVersion = "camt.054.001.08";

export async function openFileWorld(): Promise<FileWorld> {
  return new FileWorld(await openWorld());
}
