// docs/privacy.md says of each table what is kept of whom: a table that it doesn't know can't come in unnoticed.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import * as schema from "../../../server/store/schema/index.ts";
import { LOOK_SECONDS } from "../../../server/validator/looks.ts";

describe("docs/privacy.md", () => {
  const text = readFileSync(new URL("../../../docs/privacy.md", import.meta.url), "utf8");
  const tables = Object.values(schema).flatMap((one) =>
    is(one, PgTable) ? [getTableName(one)] : [],
  );
  const snakeCase = (name: string) =>
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

  it("names every table of the schema, and none that there isn't", () => {
    const named = text
      .split("\n")
      .flatMap((line) => /^\| (`[^|]+`) \|/.exec(line)?.[1]?.split(", ") ?? [])
      .map((name) => name.replaceAll("`", ""));
    expect(named.toSorted()).to.deep.equal(tables.map(snakeCase).toSorted());
  });

  it("says how long a reason for looking holds", () => {
    expect(text).to.contain(`A reason holds for ${LOOK_SECONDS / 60} minutes`);
  });
});
