import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { supervise } from "../../finetune/train/supervise.ts";
import type { Trainer, TrainingEnd } from "../../finetune/train/trainer.ts";
import {
  cancelRequested,
  forgetTrainings,
  readTrainings,
  requestCancel,
  runTraining,
  trainAgain,
  trainingId,
} from "../../finetune/train/trainings.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchboard-trainings-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const plan = {
  dataset: "d1",
  version: "0.1.0",
  trainer: "command" as const,
  command: ["train"],
  seed: 1,
  lines: ['{"prompt":[]}'],
};

function trainer(end: TrainingEnd | Error): Trainer & { trained: number } {
  return {
    trained: 0,
    async train(_job, _signal, onProgress) {
      this.trained += 1;
      onProgress({ step: 1, steps: 4, loss: 2 });
      if (end instanceof Error) throw end;
      return end;
    },
  };
}

function train(by: Trainer) {
  let time = 0;
  const left: (number | null)[] = [];
  const ports = { trainer: by, signal: new AbortController().signal, clock: () => (time += 1_000) };
  const training = runTraining(folder, plan, { ...ports, onProgress: (_, seconds) => left.push(seconds) });
  return { training, left };
}

describe("the registry of trainings", () => {
  it("[L6] keeps dataset, command, seed, curve, time and artefact, and does not train the same twice", async () => {
    const artefact = join(folder, "model");
    writeFileSync(artefact, "");
    const by = trainer({ outcome: "trained", artefact, cost: null });

    const first = await train(by).training;
    expect(first).toMatchObject({
      dataset: "d1",
      trainer: "command" as const,
      command: ["train"],
      seed: 1,
      state: "trained",
      artefact,
    });
    expect(first).toMatchObject({
      trainer: "command",
      cost: null,
      artefactHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(first.curve).toEqual([{ step: 1, steps: 4, loss: 2 }]);

    expect(await train(by).training).toEqual(first);
    expect(by.trained).toBe(1);
    expect(readTrainings(folder)).toEqual([first]);
  });

  it("[L6] keeps the curve of one whose process died, and trains it again when asked", async () => {
    await expect(train(trainer(new Error("killed"))).training).rejects.toThrow("killed");
    expect(readTrainings(folder)).toMatchObject([{ state: "interrupted", curve: [{ step: 1 }] }]);

    await train(trainer({ outcome: "cancelled" })).training;
    expect(readTrainings(folder)).toMatchObject([{ state: "cancelled" }]);
  });

  it("[F45] runs as long as somebody trains it, and stands as interrupted once that process is gone", async () => {
    const states = () => readTrainings(folder).map(({ state }) => state);
    const looking: Trainer = {
      async train() {
        expect(states()).toEqual(["running"]);
        await expect(train(trainer({ outcome: "cancelled" })).training).rejects.toThrow("Another program holds");
        throw new Error("killed");
      },
    };

    await expect(train(looking).training).rejects.toThrow("killed");
    expect(states()).toEqual(["interrupted"]);
  });

  it("[F27] fails as a command, cancelled or failed, and says which of both", async () => {
    const asked = (end: TrainingEnd) =>
      supervise(folder, plan, { trainer: trainer(end), train: runTraining, say: () => {} });

    await expect(asked({ outcome: "cancelled" })).rejects.toThrow("The training was cancelled, and nothing serves");
    await expect(asked({ outcome: "failed", reason: "no memory" })).rejects.toThrow("The training failed: no memory");
  });

  it("[L6] keeps why one failed", async () => {
    await train(trainer({ outcome: "failed", reason: "no memory" })).training;

    expect(readTrainings(folder)).toMatchObject([{ state: "failed", reason: "no memory", artefact: null }]);
  });

  it("[L5] a request to cancel is seen by the process that runs the training, and void at its next start", async () => {
    const id = trainingId(plan);
    requestCancel(folder, id);
    expect(cancelRequested(folder, id)).toBe(true);

    await train(trainer({ outcome: "cancelled" })).training;
    expect(cancelRequested(folder, id)).toBe(false);
  });

  it("[L8] loses rows and artefact when a conversation of its dataset is erased", async () => {
    const artefact = join(folder, trainingId(plan), "out");
    const writes: Trainer = {
      async train({ out }) {
        mkdirSync(out);
        return { outcome: "trained", artefact: out, cost: null };
      },
    };
    await train(writes).training;

    forgetTrainings(folder, ["d2"]);
    expect(existsSync(artefact)).toBe(true);
    forgetTrainings(folder, ["d1"]);
    expect(readdirSync(join(folder, trainingId(plan)))).toEqual(["training.json"]);
    expect(readTrainings(folder)).toMatchObject([{ state: "erased", artefact: null }]);
  });

  it("[L8] that failed stays a failed one when its rows are erased, without the reason that may quote them", async () => {
    await train(trainer({ outcome: "failed", reason: "row 1: anna" })).training;

    forgetTrainings(folder, ["d1"]);
    expect(readdirSync(join(folder, trainingId(plan)))).toEqual(["training.json"]);
    expect(readTrainings(folder)).toMatchObject([{ state: "failed", reason: null }]);
  });

  it("[L7] takes for the embedded model, whose steps do not last alike, what the last one took", async () => {
    const artefact = join(folder, "model");
    writeFileSync(artefact, "");
    const embedded = { ...plan, trainer: "embedded" as const };
    const again = () => {
      const left: (number | null)[] = [];
      let time = 0;
      const training = trainAgain(folder, embedded, {
        trainer: trainer({ outcome: "trained", artefact, cost: null }),
        signal: new AbortController().signal,
        clock: () => (time += 1_000),
        onProgress: (_, seconds) => left.push(seconds),
      });
      return training.then(({ seconds, expectedSeconds }) => ({ seconds, expectedSeconds, left }));
    };

    const first = await again();
    expect(first).toMatchObject({ expectedSeconds: null, left: [null] });
    const second = await again();
    expect(second.expectedSeconds).toBe(first.seconds);
    expect(second.left[0]).toBeLessThan(first.seconds);
  });

  it("[L7] says how long it will still take", async () => {
    // The clock goes on by a second whenever it is looked at: one for the record, one for the step.
    const { training, left } = train(trainer({ outcome: "cancelled" }));
    await training;
    expect(left).toEqual([9]);
  });
});
