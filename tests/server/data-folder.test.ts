import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { DataDirInUseError, DataDirUnusableError, lockDataDir } from "../../src/server/data-lock.ts";
import { readOrMakeSecret, SecretUnusableError } from "../../src/server/secret-file.ts";

const parent = mkdtempSync(join(tmpdir(), "switchboard-data-"));
let dataDir = "";
beforeEach(() => {
  dataDir = join(mkdtempSync(join(parent, "data-")), "new");
});
afterAll(() => rmSync(parent, { recursive: true }));

/** Another process that claims the folder and holds it until it is killed. */
async function otherServer() {
  const module = join(projectRoot(), "src/server/data-lock.ts");
  const program = `const { lockDataDir } = await import(${JSON.stringify(module)}); lockDataDir(${JSON.stringify(dataDir)}); console.log("claimed"); setInterval(() => {}, 1000);`;
  const loader = join(projectRoot(), "scripts/run-typescript.mjs");
  const child = spawn(process.execPath, ["--import", loader, "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

describe("the data folder", () => {
  it("[C7] serves one server at a time, and names the other", async () => {
    const other = await otherServer();

    expect(() => lockDataDir(dataDir)).toThrow(DataDirInUseError);
    expect(() => lockDataDir(dataDir)).toThrow(`process ${other.pid}`);
    other.kill("SIGKILL");
    await once(other, "exit");
  });

  it("[C7] is free again after its server was killed", async () => {
    const other = await otherServer();
    other.kill("SIGKILL");
    await once(other, "exit");

    lockDataDir(dataDir)();
  });

  it("[C7] is free again after it was given back, and claimed within one process, too", () => {
    const giveBack = lockDataDir(dataDir);
    expect(() => lockDataDir(dataDir)).toThrow(DataDirInUseError);
    giveBack();

    lockDataDir(dataDir)();
  });

  it("[D1] is refused by name, with the reason, where it cannot be made or written to", () => {
    writeFileSync(join(parent, "letter"), "not a folder");
    for (const place of [join(parent, "letter"), join(parent, "letter", "below")]) {
      expect(() => lockDataDir(place)).toThrow(DataDirUnusableError);
      expect(() => lockDataDir(place)).toThrow(`The data folder ${place} cannot be written to`);
    }
    expect(readFileSync(join(parent, "letter"), "utf8")).toBe("not a folder");
  });

  it("[C8] holds a random secret that only its owner may read, the same at every start", () => {
    const secret = readOrMakeSecret(dataDir);

    expect(secret).toHaveLength(32);
    expect(readOrMakeSecret(dataDir)).toEqual(secret);
    expect(statSync(join(dataDir, "secret")).mode & 0o777).toBe(0o600);
    expect(readOrMakeSecret(join(dataDir, "other"))).not.toEqual(secret);
  });

  it("[C8] never replaces a damaged secret", () => {
    readOrMakeSecret(dataDir);
    const file = join(dataDir, "secret");
    chmodSync(file, 0o600);
    writeFileSync(file, "short");

    expect(() => readOrMakeSecret(dataDir)).toThrow(SecretUnusableError);
    expect(readFileSync(file, "utf8")).toBe("short");
  });
});
