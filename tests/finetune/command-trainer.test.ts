import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { commandTrainer } from "../../finetune/train/command-trainer.ts";
import type { TrainingProgress } from "../../finetune/train/trainer.ts";

const folder = mkdtempSync(join(tmpdir(), "switchboard-command-"));
afterAll(() => rmSync(folder, { recursive: true }));

const job = { rows: join(folder, "rows.jsonl"), out: folder, notes: folder, seed: 3 };

/** A training program of a few lines; `value(NAME)` reads one of its arguments. */
function trainer(body: string, timeoutSeconds = 20) {
  const script = `const value = (name) => process.argv[process.argv.indexOf(name) + 1];
    const say = (line) => console.log(JSON.stringify(line)); ${body}`;
  return commandTrainer({ command: [process.execPath, "-e", script, "--"], timeoutSeconds });
}

const run = (body: string, onProgress: (progress: TrainingProgress) => void = () => {}, timeoutSeconds?: number) =>
  trainer(body, timeoutSeconds).train(job, new AbortController().signal, onProgress);

describe("a training program of one's own", () => {
  it("[L3] gets rows, folder and seed, and its steps and artefact are taken from standard output", async () => {
    writeFileSync(job.rows, "{}\n");
    const steps: TrainingProgress[] = [];

    const end = await run(
      `say({ step: 1, steps: 2, loss: .5 }); console.log("loading …"); say({ step: 2, steps: Number(value("--seed")) });
       say({ artefact: value("--rows") });`,
      (progress) => steps.push(progress),
    );

    expect(end).toEqual({ outcome: "trained", artefact: job.rows, cost: null });
    expect(steps).toEqual([
      { step: 1, steps: 2, loss: 0.5 },
      { step: 2, steps: 3, loss: null },
    ]);
  });

  it.each([
    ["an exit code", 'console.error("out of memory"); process.exitCode = 3', /ended with 3: out of memory/],
    ["its own words", 'say({ error: "line 4 is not JSON" }); process.exitCode = 1', /line 4 is not JSON/],
    ["no artefact", 'console.log("{}"); console.log("done")', /without a line \{"artefact": PATH\}/],
    ["an artefact that is not there", 'say({ artefact: "/no/such/file" })', /there is no such file/],
    ["a signal", 'process.kill(process.pid, "SIGKILL")', /ended with a signal: it said nothing/],
  ])("[L4] reports a program that fails by %s", async (_, body, reason) => {
    expect(await run(body)).toMatchObject({ outcome: "failed", reason: expect.stringMatching(reason) });
  });

  it("[L4] reports a program that cannot be started", async () => {
    const missing = commandTrainer({ command: ["/no/such/program"], timeoutSeconds: 5 });

    const end = await missing.train(job, new AbortController().signal, () => {});
    expect(end).toMatchObject({ outcome: "failed", reason: expect.stringMatching(/cannot be started/) });
  });

  it("[L4] ends a program that takes too long", async () => {
    expect(await run("setInterval(() => {}, 1000)", () => {}, 1)).toMatchObject({
      outcome: "failed",
      reason: expect.stringMatching(/ended after 1 s/),
    });
  });

  it("[L5] ends the program when the training is cancelled, and starts none that is cancelled already", async () => {
    const cancel = new AbortController();
    const body = "say({ step: 1, steps: 9 }); setInterval(() => {}, 1000)";

    expect(await trainer(body).train(job, cancel.signal, () => cancel.abort())).toEqual({ outcome: "cancelled" });
    expect(await trainer("say({ step: 1, steps: 1 })").train(job, cancel.signal, expectNothing)).toEqual({
      outcome: "cancelled",
    });
  });
});

function expectNothing(): void {
  throw new Error("nothing was to be started");
}
