import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { begun } from "../../finetune/begun-runs.ts";
import { alone, begunRuns } from "../../finetune/one-at-a-time.ts";
import { TrainingCancelledError } from "../../finetune/train/supervise.ts";
import { runsText } from "../../finetune/words/runs-table.ts";
import { projectRoot, readConfig } from "../../src/config.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const config = readConfig({ DATA_DIR: join(temporaryFolder(), "data") }, projectRoot());
const folder = join(config.dataDir, "finetune", "begun");
const made = { dataset: "d1", model: "m1" };
let now = Date.UTC(2026, 10, 29, 9);
const clock = () => {
  now += 60_000;
  return now;
};
const states = () => begunRuns(config).map(({ state }) => state);

describe("a run", () => {
  it("[F34] is recorded when it starts, and what became of it when it ends", async () => {
    await alone(config, "run", () =>
      begun(folder, clock, async () => {
        expect(states()).toEqual(["running"]);
        return made;
      }),
    );
    await expect(begun(folder, clock, () => Promise.reject(new Error("no log")))).rejects.toThrow("no log");
    const cancelled = () => Promise.reject(new TrainingCancelledError());
    await expect(begun(folder, clock, cancelled)).rejects.toThrow(TrainingCancelledError);

    expect(states()).toEqual(["done", "failed", "cancelled"]);
    expect(begunRuns(config)[0]).toMatchObject({ ...made, endedAt: "2026-11-29T09:02:00.000Z" });
  });

  it("[F34] that was killed stands as interrupted, whatever runs next", async () => {
    // Killed: the claim is gone, and nothing was written any more.
    void begun(folder, clock, () => new Promise<typeof made>(() => {}));
    expect(states().at(-1)).toBe("interrupted");

    await alone(config, "build", () => expect(states().at(-1)).toBe("interrupted"));
    expect(runsText({ runs: begunRuns(config), models: [], trainings: [] })).toMatch(
      /^4 runs:\n {2}started, UTC +ended, UTC +state +model\n {2}2026-11-29 09:01 +2026-11-29 09:02 +done +m1\n[\s\S]*interrupted$/,
    );
  });

  it("[F24] is listed with models and trainings for people", () => {
    const at = "2026-11-29T09:00:00.000Z";
    const model = {
      ...{ dataset: "d1", testSide: "t", model: "m1", seed: 1, trainedAt: at, trainSeconds: 3.4, detours: {} },
      ...{
        erased: false,
        evaluated: true,
        server: { url: "http://x/v1", name: "tuned", training: "t1", writes: false },
      },
    };
    const training = {
      ...{ id: "t1", trainer: "openai-compatible" as const, dataset: "d1", version: "1", command: [], seed: 1 },
      ...{ startedAt: at, state: "failed" as const, seconds: 60, expectedSeconds: null, artefact: null },
      ...{ artefactHash: null, cost: { tokens: 1000, amount: 2.5, currency: "USD" }, reason: "no\nquota", last: null },
    };
    const shown = runsText({ runs: [], models: [model], trainings: [training] });

    expect(shown).toMatch(/^ {2}m1 +2026-11-29 09:00 +3 s +d1 +evaluated, answers as tuned at http:\/\/x\/v1$/m);
    expect(shown).toMatch(/^ {2}t1 .* 60 s +openai-compatible +d1 +failed, .*2\.50 USD: no quota$/m);
    expect(runsText({ runs: [], models: [], trainings: [] })).toBe(
      "Nothing was trained yet. Run: npm run finetune -- run",
    );
    expect(runsText({ cancelled: "t1" })).toContain("The training t1 is asked to end");
  });
});
