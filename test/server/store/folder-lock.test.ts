// The lock that keeps two servers from one PGlite folder, and its opposite: a dead server's lock stops nobody.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { FolderInUseError, lockFolder } from "../../../server/store/folder-lock.ts";
import { temporaryFolder } from "../../helpers/database.ts";

describe("folder lock", () => {
  const newPath = () => join(temporaryFolder(), "db");

  it("refuses a second holder and names the first", () => {
    const folder = newPath();
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).to.throw(FolderInUseError, `Process ${process.pid} `);
    unlock();
    lockFolder(folder)();
    expect(existsSync(`${folder}.lock`)).to.equal(false);
  });

  it("takes over from a process that was killed", () => {
    const folder = newPath();
    const script = `
      import { lockFolder } from ${JSON.stringify(join(process.cwd(), "server/store/folder-lock.ts"))};
      lockFolder(${JSON.stringify(folder)});
      process.kill(process.pid, "SIGKILL");`;
    const child = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
    expect(child.signal).to.equal("SIGKILL");
    expect(readFileSync(`${folder}.lock`, "utf8")).to.match(new RegExp(`^${child.pid} `));
    lockFolder(folder)();
  });

  it("does not take another process that got the number for the holder", function () {
    if (!existsSync("/proc/self/stat")) this.skip();
    const folder = newPath();
    writeFileSync(`${folder}.lock`, `${process.pid} 1`);
    lockFolder(folder)();
  });

  it("does not take away a lock that someone else got meanwhile", () => {
    const folder = newPath();
    const unlock = lockFolder(folder);
    writeFileSync(`${folder}.lock`, "1 another");
    unlock();
    expect(readFileSync(`${folder}.lock`, "utf8")).to.equal("1 another");
  });
});
