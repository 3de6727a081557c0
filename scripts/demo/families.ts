// Registers the households of demo/families.csv: what the validator does at the desk.
import { readFileSync } from "node:fs";
import type { Hex } from "../../wallet-web/shared/protocol/bytes.ts";
import { commands, REGISTRATIONS_PER_REQUEST } from "../../wallet-web/shared/protocol/commands.ts";
import { signersOfLoginCode } from "../../wallet-web/shared/protocol/login-code.ts";
import type { Signer } from "../../wallet-web/shared/protocol/signer.ts";
import { type Demo, sign } from "./context.ts";
import type { Letter } from "./people.ts";

type ImportRow = { row: number; children: number; verdict: string };

/** Reads the file, and registers the households that are new. */
export async function registerFamilies(demo: Demo): Promise<void> {
  const { api, deployment, people, progress } = demo;
  const validator = await people.staff("validator");
  const token = await api.openSession(deployment, [validator]);
  const csv = new Uint8Array(readFileSync("demo/families.csv"));
  const path = `/schemes/${people.schemeId}`;
  const read = await progress.step(
    "families.csv read",
    () =>
      api.call<{ importId: Hex; rows: ImportRow[] }>("POST", `${path}/household-imports`, {
        csv,
        token,
      }),
    ({ rows }) =>
      `${rows.length} households, ${rows.reduce((sum, row) => sum + row.children, 0)} children`,
  );
  const rows = read.rows.filter((row) => row.verdict === "new");
  if (rows.length === 0) return;
  await progress.step(
    `validator registered ${rows.length} households, each child with its budget`,
    async () => {
      for (const letters of chunksOf(people.letters(rows))) {
        const body = await registrationOf(demo, validator, letters, read.importId);
        await api.post(`${path}/registrations`, body, token);
      }
    },
  );
}

async function registrationOf(demo: Demo, validator: Signer, letters: Letter[], importId: Hex) {
  const registrations = (
    await Promise.all(
      letters.map(async (letter) => {
        const keys = await signersOfLoginCode(
          letter.code,
          "beneficiary",
          letter.beneficiaryIds.length,
        );
        return letter.beneficiaryIds.map((beneficiaryId, index) => ({
          beneficiaryId,
          activationKey: (keys[index] as Signer).address,
        }));
      }),
    )
  ).flat();
  // Random ids in order are an order that says nothing: siblings do not stand together on the chain.
  registrations.sort((one, other) => (one.beneficiaryId < other.beneficiaryId ? -1 : 1));
  const command = commands.registerBeneficiaries({ schemeId: demo.people.schemeId, registrations });
  return {
    importId,
    households: letters.map(({ row, beneficiaryIds }) => ({ row, beneficiaryIds })),
    request: await sign(demo, validator, command),
  };
}

function chunksOf(letters: readonly Letter[]): Letter[][] {
  const chunks: Letter[][] = [];
  let children = REGISTRATIONS_PER_REQUEST;
  for (const letter of letters) {
    if (children + letter.beneficiaryIds.length > REGISTRATIONS_PER_REQUEST) {
      chunks.push([]);
      children = 0;
    }
    chunks.at(-1)?.push(letter);
    children += letter.beneficiaryIds.length;
  }
  return chunks;
}
