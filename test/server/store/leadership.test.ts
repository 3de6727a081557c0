// The process that leads is killed: another one takes over, and only then.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "chai";
import pino from "pino";
import { standForLeader } from "../../../server/store/leadership.ts";
import { makeDatabase, stopDatabases, temporaryFolder } from "../../helpers/database.ts";
import { eventually } from "../../helpers/eventually.ts";
import { hasPostgres } from "../../helpers/postgres.ts";

/** A process that leads until it is killed, and says when it does. */
const LEADER = `
  import pino from "pino";
  import { standForLeader } from "./server/store/leadership.ts";
  await standForLeader({
    place: { url: process.argv[1] },
    log: pino({ level: "silent" }),
    onChange: () => console.log("leads"),
  });
`;

describe("leadership", () => {
  after(stopDatabases);

  if (hasPostgres()) {
    it("goes to another process when the one that leads is killed", async () => {
      const place = await makeDatabase("postgres", temporaryFolder());
      const url = "url" in place ? place.url : "";
      const args = ["--input-type=module-typescript", "--eval", LEADER, url];
      const leader = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      await once(leader.stdout, "data");
      const other = await standForLeader({
        place,
        log: pino({ level: "silent" }),
        onChange: () => {},
      });
      expect(other.leads()).to.equal(false);

      leader.kill("SIGKILL");

      await eventually(() => other.leads());
      await other.stop();
    }).timeout(30_000);
  }

  it("is always with the one process that a folder has", async () => {
    const alone = await standForLeader({
      place: { folder: temporaryFolder() },
      log: pino({ level: "silent" }),
      onChange: () => {},
    });
    expect(alone.leads()).to.equal(true);
  });
});
