import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { IngestRunningError, lockIndexFolder } from "../../src/ingest/ingest-lock.ts";
import { ClaimUnusableError, claimFile, FileClaimedError } from "../../src/models/claim-file.ts";
import { DataDirInUseError, DataDirUnusableError, lockDataDir } from "../../src/server/data-lock.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const workplace = temporaryFolder();

type Claim = {
  claim: (folder: string) => () => void;
  /** The same in another program. */
  program: (folder: string) => string;
  file: string;
  taken: new (...given: never[]) => Error;
  unusable: new (...given: never[]) => Error;
};

const inSource = (module: string) => JSON.stringify(join(projectRoot(), "src", module));

const CLAIMS: [string, Claim][] = [
  [
    "a file",
    {
      claim: (folder) => claimFile(join(folder, "work.lock"), 0),
      program: (folder) =>
        `(await import(${inSource("models/claim-file.ts")})).claimFile(${JSON.stringify(join(folder, "work.lock"))}, 0)`,
      file: "work.lock",
      taken: FileClaimedError,
      unusable: ClaimUnusableError,
    },
  ],
  [
    "an index folder",
    {
      claim: (folder) => lockIndexFolder(folder, "docs"),
      program: (folder) =>
        `(await import(${inSource("ingest/ingest-lock.ts")})).lockIndexFolder(${JSON.stringify(folder)}, "docs")`,
      file: "ingest.lock",
      taken: IngestRunningError,
      unusable: ClaimUnusableError,
    },
  ],
  [
    "a data folder",
    {
      claim: lockDataDir,
      program: (folder) => `(await import(${inSource("server/data-lock.ts")})).lockDataDir(${JSON.stringify(folder)})`,
      file: "server.lock",
      taken: DataDirInUseError,
      unusable: DataDirUnusableError,
    },
  ],
];

/** A program that claims and holds until it is killed. `limit`: what the shell allows it. */
async function holder(program: string, limit = "true") {
  const script = `try { ${program}; console.log("claimed"); setInterval(() => {}, 1000); } catch ({ name }) { console.log(name); }`;
  const loader = join(projectRoot(), "scripts/run-typescript.mjs");
  const node = [process.execPath, "--import", loader, "--input-type=module", "-e", script];
  const child = spawn("sh", ["-c", `${limit}; exec "$@"`, "sh", ...node], { stdio: ["ignore", "pipe", "ignore"] });
  const [said] = await once(child.stdout, "data");
  return { child, said: String(said).trim() };
}

describe.each(CLAIMS)("the claim of %s", (_, { claim, program, file, taken, unusable }) => {
  const folder = () => mkdtempSync(join(workplace, "claim-"));

  it("[D9] is held by one program at a time, and void once that was killed", async () => {
    const place = folder();
    const { child, said } = await holder(program(place));
    expect(said).toBe("claimed");
    expect(() => claim(place)).toThrow(taken);
    child.kill("SIGKILL");
    await once(child, "exit");

    claim(place)();
  });

  it("[D9] is held once within a program, too, and again after it was given back", () => {
    const place = folder();
    const giveBack = claim(place);
    expect(() => claim(place)).toThrow(taken);
    giveBack();

    claim(place)();
  });

  it("[D9] goes to exactly one of several that come at once", async () => {
    const place = folder();
    const holders = await Promise.all(Array.from({ length: 3 }, () => holder(program(place))));

    expect(holders.filter(({ said }) => said === "claimed")).toHaveLength(1);
    for (const { child } of holders) child.kill("SIGKILL");
  });

  it("[D9] is not taken for held because a file of an earlier owner names a process that lives", () => {
    const place = folder();
    claim(place)();
    writeFileSync(join(place, "server.pid"), `${process.pid}\n`);

    claim(place)();
  });

  it("[D9] is refused by name where its file cannot be used, which stays as it is", () => {
    const [taken, damaged] = [folder(), folder()];
    mkdirSync(join(taken, file, "full"), { recursive: true });
    writeFileSync(join(damaged, file), "not a claim ".repeat(100));

    expect(() => claim(taken)).toThrow(unusable);
    expect(readdirSync(join(taken, file))).toEqual(["full"]);
    expect(() => claim(damaged)).toThrow(unusable);
    expect(statSync(join(damaged, file)).size).toBe(1_200);
  });

  it("[D9] is refused by name on a full disk, and free once there is room", async () => {
    const place = folder();
    const { said } = await holder(program(place), "ulimit -f 0");
    expect(said).toBe(unusable.name);

    claim(place)();
  });
});
