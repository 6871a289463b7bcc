import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openaiTrainer } from "../../finetune/train/openai-trainer.ts";
import { openaiTuningApi } from "../../finetune/train/openai-tuning-api.ts";
import type { TrainingProgress } from "../../finetune/train/trainer.ts";
import { costAt, tokensOf, withdrawalsOf } from "../../finetune/train/training-offer.ts";
import { openaiTuningServer, type TuningServer } from "../support/openai-tuning-server.ts";

let folder: string;
let server: TuningServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "switchboard-openai-trainer-"));
  server = await openaiTuningServer();
});
afterEach(async () => {
  expect(server.violations).toEqual([]);
  await server.close();
  rmSync(folder, { recursive: true });
});

const CHAT = { messages: [said("system", "Be kind."), said("user", "Money?"), said("assistant", "In 5 days.")] };
const PREFERENCE = {
  input: { messages: [said("user", "Money?")] },
  preferred_output: [said("assistant", "In 5 days.")],
  non_preferred_output: [said("assistant", "Soon.")],
};

type Given = { row?: unknown; key?: string; method?: "supervised" | "dpo"; signal?: AbortSignal; wait?: () => void };

function train({ row = CHAT, key = server.key, method = "supervised", signal, wait = () => {} }: Given = {}) {
  const job = { rows: join(folder, "rows.jsonl"), out: join(folder, "out"), notes: join(folder, "notes"), seed: 7 };
  writeFileSync(job.rows, `${JSON.stringify(row)}\n`);
  const said: string[] = [];
  const steps: TrainingProgress[] = [];
  const trainer = openaiTrainer({
    api: openaiTuningApi(server.url, key, async () => {}),
    ...{ model: "gpt-4.1-mini-2025-04-14", method, epochs: 2, costOf: costAt(25, "USD") },
    clock: () => Date.parse("2026-11-23"),
    wait: async () => wait(),
    say: (line) => void said.push(line),
  });
  const end = trainer.train(job, signal ?? new AbortController().signal, (step) => steps.push(step));
  return { end, said, steps };
}

const killed = () => {
  throw new Error("killed");
};

describe("training on an OpenAI-compatible server", () => {
  it("[L10] sends the rows, follows the job by its events, keeps the checkpoints and says what it cost", async () => {
    const { end, said, steps } = train();

    expect(await end).toEqual({
      outcome: "trained",
      artefact: join(folder, "out", "model.json"),
      cost: { tokens: 1_200, amount: 0.03, currency: "USD" },
    });
    expect(JSON.parse(readFileSync(join(folder, "out", "model.json"), "utf8"))).toEqual({
      model: "ft:gpt-4.1-mini-2025-04-14:org",
      job: "ftjob-1",
      checkpoints: [{ model: "ft:gpt-4.1-mini-2025-04-14:org:ckpt", step: 3, loss: 0.5 }],
    });
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3]);
    expect(said).toEqual(["Created"]);
  });

  it("[L10] asks for the method of the rows, with seed and epochs", async () => {
    await train({ row: PREFERENCE, method: "dpo" }).end;

    expect(server.jobs[0]!.request).toMatchObject({
      seed: 7,
      method: { type: "dpo", dpo: { hyperparameters: { n_epochs: 2 } } },
    });
  });

  it("[L11] leaves no row on the server once the job has ended, however it ended", async () => {
    await train().end;
    server.course = { looks: 1, end: "failed" };
    expect(await train().end).toEqual({ outcome: "failed", reason: "Row 4 breaks the policy." });
    server.refusing = { status: 400, path: /POST .fine_tuning.jobs$/ };
    expect(await train().end).toMatchObject({ outcome: "failed" });

    expect([...server.files]).toEqual([]);
    expect(readdirSync(join(folder, "notes"))).toEqual([]);
  });

  it("[L12] goes on with its job after it was killed, and pays for none twice", async () => {
    await expect(train({ wait: killed }).end).rejects.toThrow("killed");
    expect(await train().end).toMatchObject({ outcome: "trained" });

    expect(server.jobs).toHaveLength(1);
    expect(server.requests.filter((asked) => asked === "POST /files")).toHaveLength(1);
  });

  it("[L12] finds a job again that was created and not yet noted when it was killed", async () => {
    await expect(train({ wait: killed }).end).rejects.toThrow("killed");
    const [file] = server.files;
    mkdirSync(join(folder, "notes"), { recursive: true });
    writeFileSync(join(folder, "notes", "job.json"), JSON.stringify({ file, job: null }));

    expect(await train().end).toMatchObject({ outcome: "trained" });
    expect(server.jobs).toHaveLength(1);
  });

  it("[L12] starts anew when the job was cancelled elsewhere meanwhile", async () => {
    await expect(train({ wait: killed }).end).rejects.toThrow("killed");
    server.jobs[0]!.status = "cancelled";

    expect(await train().end).toMatchObject({ outcome: "trained" });
    expect(server.jobs).toHaveLength(2);
    expect([...server.files]).toEqual([]);
  });

  it("[L12] says which job goes on when the server fails for long", async () => {
    const { end } = train({
      wait: () => {
        server.refusing = { status: 503, path: /GET/ };
      },
    });

    expect(await end).toMatchObject({
      reason: expect.stringMatching(/503.*ftjob-1 goes on there: run the same again/),
    });
    server.refusing = null;
    expect(await train().end).toMatchObject({ outcome: "trained" });
    expect(server.jobs).toHaveLength(1);
  });

  it("[L5] cancels the job on the server", async () => {
    const cancel = new AbortController();
    const { end } = train({ signal: cancel.signal, wait: () => cancel.abort() });

    expect(await end).toEqual({ outcome: "cancelled" });
    expect(server.jobs[0]!.status).toBe("cancelled");
    expect([...server.files]).toEqual([]);
  });

  it("[L13] sends no row for a model that is withdrawn, and says when one will be", async () => {
    server.shutdownDate = "2026-10-23";
    expect(await train().end).toMatchObject({ reason: expect.stringMatching(/withdrawn on 2026-10-23/) });
    expect(server.requests).not.toContain("POST /files");

    server.shutdownDate = "2027-01-14";
    const { end, said } = train();
    expect(await end).toMatchObject({ outcome: "trained" });
    expect(said[0]).toMatch(/2027-01-14/);
  });

  it("[L10] a key that is not taken is named", async () => {
    expect(await train({ key: "sk-old" }).end).toMatchObject({ reason: expect.stringMatching(/Check OPENAI_API_KEY/) });
    expect(existsSync(join(folder, "notes", "job.json"))).toBe(false);
  });
});

describe("what a training takes", () => {
  it("[L13] counts the tokens of every message, of chats and of preferences", () => {
    const words = (text: string) => text.split(" ").length;

    expect(tokensOf([JSON.stringify(CHAT)], words)).toBe(3 + 3 * 3 + 6);
    expect(tokensOf([JSON.stringify(PREFERENCE)], words)).toBe(3 + 3 * 3 + 5);
  });

  it("[L13] names a price only where it was told", () => {
    expect(costAt(25, "EUR")(2_000_000)).toEqual({ tokens: 2_000_000, amount: 50, currency: "EUR" });
    expect(costAt(null, "EUR")(10).amount).toBeNull();
  });

  it("[L13] names the vendor's withdrawals with their source, and of no other server", () => {
    expect(withdrawalsOf("gpt-4.1-mini-2025-04-14", "https://api.openai.com/v1").join("\n")).toMatch(
      /2027-01-06: nobody can start.*deprecations, read 2026-11-23[\s\S]*2027-01-14: gpt-4\.1-mini/,
    );
    expect(withdrawalsOf("gpt-4.1-mini", "http://127.0.0.1:8081/v1")).toEqual([]);
  });
});

function said(role: string, content: string) {
  return { role, content };
}
