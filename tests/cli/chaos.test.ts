import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { backupFaults } from "../../src/cli/chaos/backup.ts";
import { clockJumps } from "../../src/cli/chaos/clock.ts";
import { databaseDamage, indexDamage } from "../../src/cli/chaos/damage.ts";
import { diskFull, readOnly } from "../../src/cli/chaos/disk.ts";
import { streamKill } from "../../src/cli/chaos/kill.ts";
import { migrationKill } from "../../src/cli/chaos/migration.ts";
import { modelDrops, modelFaults } from "../../src/cli/chaos/model.ts";
import { type ChaosKind, type ChaosMeans, chaosRounds } from "../../src/cli/chaos/round.ts";
import { modelDamage } from "../../src/cli/chaos/tuned-model.ts";
import { projectRoot } from "../../src/config.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

const loader = ["--no-warnings", "--import", join(projectRoot(), "scripts/run-typescript.mjs")];
const evaluated = (module: string, call: string) => [
  ...loader,
  "--input-type=module",
  "-e",
  `(await import(${JSON.stringify(join(projectRoot(), module))})).${call}`,
];
const means: ChaosMeans = {
  server: evaluated("src/main.ts", "main()"),
  command: [...loader, join(projectRoot(), "tests/support/command-program.ts")],
  sockets: 4,
};

// A slice of `npm run chaos -- all --rounds 500`, whose report is in docs/reports.
async function slice(kind: ChaosKind, rounds: number) {
  return chaosRounds("slice", () => kind(mkdtempSync(join(folder, "stage-")), means), {
    rounds,
    random: seededRandom(20_261_123),
    say: () => {},
  });
}

describe("faults on purpose", () => {
  it("[R15] a damaged index is named, or answers as before", async () => {
    const { problems, rounds } = await slice(indexDamage, 20);

    expect(problems).toEqual([]);
    expect(rounds).toBe(20);
  }, 60_000);

  it("[C6] a damaged database is refused and left as it is, or whole", async () => {
    const { problems } = await slice(databaseDamage, 40);

    expect(problems).toEqual([]);
  }, 60_000);

  it("[M43] [M47] whatever a model server does, the answer ends, in time, with nothing private shown", async () => {
    const { problems } = await slice(modelFaults, 12);

    expect(problems).toEqual([]);
  }, 60_000);

  it("[D4] a damaged tuned model or registry is named and serves nothing", async () => {
    expect((await slice(modelDamage, 8)).problems).toEqual([]);
  }, 60_000);

  it("[D3] killed in the middle of a migration, the database is of one version with everything in it", async () => {
    expect((await slice(migrationKill, 2)).problems).toEqual([]);
  }, 120_000);

  it("[D2] with a full disk, questions are busy, the server lives, and goes on once there is room", async () => {
    expect((await slice(diskFull, 1)).problems).toEqual([]);
  }, 120_000);

  it("[D1] a data folder that cannot be written to is refused by name and left as it is", async () => {
    expect((await slice(readOnly, 2)).problems).toEqual([]);
  }, 120_000);

  it("[D6] nothing is lost, doubled or out of order while the clock jumps by hours", async () => {
    expect((await slice(clockJumps, 1)).problems).toEqual([]);
  }, 120_000);

  it("[D5] killed while customers read a model's answers, the server ends each of them once", async () => {
    expect((await slice(streamKill, 1)).problems).toEqual([]);
  }, 120_000);

  it("[D5] a model server that drops the connection at any byte leads to a quoted answer", async () => {
    expect((await slice(modelDrops, 1)).problems).toEqual([]);
  }, 60_000);

  it("[D7] [D8] backups under load, killed and damaged, and killed restores are whole or nothing", async () => {
    expect((await slice(backupFaults, 2)).problems).toEqual([]);
  }, 180_000);

  it("a broken promise ends the rounds and is reported with its number", async () => {
    const report = await chaosRounds(
      "sample",
      async () => ({
        round: async (random) => ({ ended: "badly", problems: random() < 0.5 ? ["lost"] : [] }),
        close: async () => {},
      }),
      { rounds: 100, random: seededRandom(1), say: () => {} },
    );

    expect(report.problems).toEqual([`sample, round ${report.rounds}: lost`]);
    expect(report.rounds).toBeLessThan(100);
  });
});
