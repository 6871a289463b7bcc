import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { examplesOf } from "../../finetune/build/examples-of.ts";
import { exportLines } from "../../finetune/export.ts";
import { commandTrainer } from "../../finetune/train/command-trainer.ts";
import { embeddedTrainer } from "../../finetune/train/embedded-trainer.ts";
import { openaiTrainer } from "../../finetune/train/openai-trainer.ts";
import { openaiTuningApi } from "../../finetune/train/openai-tuning-api.ts";
import type { Trainer, TrainingJob, TrainingProgress } from "../../finetune/train/trainer.ts";
import { costAt } from "../../finetune/train/training-offer.ts";
import { projectRoot } from "../../src/config.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { helpDeskLog } from "../support/help-desk-log.ts";
import { openaiTuningServer, type TuningServer } from "../support/openai-tuning-server.ts";

let folder: string;
let server: TuningServer;
beforeAll(async () => {
  server = await openaiTuningServer();
});
afterAll(() => server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchboard-trainer-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const examples = helpDeskLog().flatMap(examplesOf);

type Adapter = { trainer: () => Trainer; rows: () => string[]; breaks: () => void };

const adapters: Record<string, Adapter> = {
  embedded: {
    trainer: () => embeddedTrainer({ folder: join(folder, "models"), embedder: defaultEmbedder(projectRoot()) }),
    rows: () => examples.map((example) => JSON.stringify(example)),
    breaks: () => writeFileSync(join(folder, "rows.jsonl"), "{}\n"),
  },
  "openai-compatible": {
    trainer: () =>
      openaiTrainer({
        api: openaiTuningApi(server.url, server.key, async () => {}),
        ...{ model: "gpt-4.1-mini-2025-04-14", method: "supervised", epochs: 2, costOf: costAt(25, "USD") },
        clock: () => 0,
        wait: async () => {},
        say: () => {},
      }),
    rows: () => exportLines(examples, "openai-chat", "Be kind."),
    breaks: () => {
      server.course = { looks: 1, end: "failed" };
    },
  },
  command: {
    trainer: () => commandTrainer({ command: [process.execPath, "-e", PROGRAM, "--"], timeoutSeconds: 20 }),
    rows: () => exportLines(examples, "conversational", ""),
    breaks: () => writeFileSync(join(folder, "rows.jsonl"), ""),
  },
};

const PROGRAM = `
  const fs = require("node:fs"), value = (name) => process.argv[process.argv.indexOf(name) + 1];
  const say = (line) => console.log(JSON.stringify(line));
  if (fs.readFileSync(value("--rows"), "utf8") === "") { say({ error: "there are no rows" }); process.exit(1); }
  say({ step: 1, steps: 2 }); say({ step: 2, steps: 2 });
  fs.mkdirSync(value("--out")); setTimeout(() => say({ artefact: value("--out") }), 300);`;

describe.each(Object.entries(adapters))("the trainer port: %s", (_, { trainer, rows, breaks }) => {
  let job: TrainingJob;
  beforeEach(() => {
    server.course = { looks: 3, end: "succeeded" };
    job = { rows: join(folder, "rows.jsonl"), out: join(folder, "out"), notes: join(folder, "notes"), seed: 1 };
    writeFileSync(job.rows, `${rows().join("\n")}\n`);
  });
  afterEach(() => expect(server.violations).toEqual([]));

  it("[L9] makes an artefact, in steps that are told", async () => {
    const steps: TrainingProgress[] = [];

    const end = await trainer().train(job, new AbortController().signal, (step) => steps.push(step));
    expect(end).toMatchObject({ outcome: "trained" });
    expect(end.outcome === "trained" && existsSync(end.artefact)).toBe(true);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.every(({ step, steps: all }) => step >= 1 && step <= all)).toBe(true);
  });

  it("[L9] starts nothing that is cancelled already, and ends what is cancelled on its way", async () => {
    const cancel = new AbortController();

    expect(await trainer().train(job, cancel.signal, () => cancel.abort())).toEqual({ outcome: "cancelled" });
    expect(await trainer().train(job, cancel.signal, startedNothing)).toEqual({ outcome: "cancelled" });
  });

  it("[L9] returns what went wrong with its reason", async () => {
    breaks();
    const end = await trainer().train(job, new AbortController().signal, () => {});
    expect(end).toMatchObject({ outcome: "failed", reason: expect.stringMatching(/\w{3}/) });
  });
});

function startedNothing(): void {
  throw new Error("nothing was to be started");
}

it("[L23] the embedded trainer is cancelled at once while its threads train, and leaves the event loop free for it", async () => {
  const { trainer, rows } = adapters.embedded!;
  const job = { rows: join(folder, "rows.jsonl"), out: join(folder, "out"), notes: join(folder, "notes"), seed: 1 };
  writeFileSync(job.rows, `${rows().join("\n")}\n`);
  const cancel = new AbortController();
  const onProgress = ({ step, steps }: { step: number; steps: number }) => {
    // Beyond this step only threads work; a free event loop comes round to it many times before they are done.
    if (step === 2) afterRounds(20, () => cancel.abort());
    if (step > 2) expect(`${step} of ${steps}`).toBe("told of a part that was to be left");
  };

  expect(await trainer().train(job, cancel.signal, onProgress)).toEqual({ outcome: "cancelled" });
  expect(existsSync(join(folder, "models"))).toBe(false);
});

function afterRounds(rounds: number, act: () => void): void {
  setImmediate(() => (rounds > 1 ? afterRounds(rounds - 1, act) : act()));
}
