import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { databaseDamage, indexDamage } from "../../src/cli/chaos/damage.ts";
import { modelFaults } from "../../src/cli/chaos/model.ts";
import { type ChaosKind, type ChaosMeans, chaosRounds } from "../../src/cli/chaos/round.ts";
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
    const { problems, rounds } = await slice(indexDamage, 40);

    expect(problems).toEqual([]);
    expect(rounds).toBe(40);
  }, 60_000);

  it("[C6] a damaged database is refused and left as it is, or whole", async () => {
    const { problems } = await slice(databaseDamage, 40);

    expect(problems).toEqual([]);
  }, 60_000);

  it("[M43] [M47] whatever a model server does, the answer ends, in time, with nothing private shown", async () => {
    const { problems } = await slice(modelFaults, 12);

    expect(problems).toEqual([]);
  }, 60_000);

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
