import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { openDatabase } from "../../src/conversations/database.ts";
import { cutsAfter, says } from "../support/openai/behaviours.ts";
import { openaiServer } from "../support/openai-server.ts";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.ts";

const workplace = temporaryFolder();
const root = projectRoot();
const docs = join(workplace, "docs");
await writeFiles(docs, {
  "battery.md": "# Battery\n\n## Charging\n\nThe battery is charged in four hours.\n",
  "brakes.md": "# Brakes\n\nThe brake pads are replaced every 2,000 kilometres.\n",
});
const questions = join(workplace, "questions.jsonl");
const lines = [
  { question: "How long does charging the battery take?", relevant: ["battery.md#charging"], answer: "four hours" },
  { question: "When are brake pads replaced?", relevant: ["brakes.md"], answer: "every 2,000 kilometres", note: "?" },
  { question: "Who painted the Mona Lisa?", relevant: [] },
];
writeFileSync(questions, lines.map((line) => JSON.stringify(line)).join("\n"));

/** The commands as their users start them, less the build. */
const command = (verb: string, ...args: string[]) => commandWith({}, verb, ...args);

async function commandWith(settings: Record<string, string>, verb: string, ...args: string[]) {
  const script = `import("./src/cli/${verb}.ts").then(async ({ main }) => { process.exitCode = await main(process.argv.slice(1)); })`;
  const flags = ["--import", "./scripts/run-typescript.mjs", "--input-type=module", "-e", script, "--"];
  const env = { ...process.env, DATA_DIR: join(workplace, "data"), KNOWLEDGE_DIR: "", ...settings };
  const child = spawn(process.execPath, [...flags, ...args], { cwd: root, env });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  const [code] = await once(child, "close");
  return { code, ...output };
}

describe("the ask command", () => {
  it("[E1] prints one JSON object with the answer, its citations and passages", async () => {
    const { code, stdout } = await command(
      "ask",
      "How long does it take to charge the battery?",
      "--knowledge",
      docs,
      "--json",
    );

    expect(code).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(stdout)).toEqual({
      outcome: "answered",
      route: "documentation",
      text: expect.stringContaining("The battery is charged in four hours."),
      citations: [
        expect.objectContaining({ path: "battery.md", anchor: "charging", source: "/docs/battery.md#charging" }),
      ],
      passages: expect.arrayContaining([
        { path: "battery.md", anchor: "charging", heading: "Charging", score: expect.any(Number) },
      ]),
      ms: expect.any(Number),
    });
  });

  it("[A12] passes on who asks for a person once staff exist, as the chat does", async () => {
    const { db } = openDatabase(join(workplace, "data", "switchboard.db"));
    const ana = { id: "ana", email: "ana@x.org", name: "Ana", role: "owner" as const, password_hash: "", active: 1 };
    await db
      .insertInto("staff")
      .values({ ...ana, created_at: 1 })
      .execute();
    await db.destroy();
    const contact = { CONTACT_TEXT: "Write to us." };
    const { stdout } = await commandWith(contact, "ask", "I want to talk to a person", "--knowledge", docs);

    expect(stdout).toContain("(handed-off, person)");
    expect(stdout).not.toContain("Write to us.");
  });

  it("prints the answer and its sources for people", async () => {
    const { stdout } = await command("ask", "When are the brake pads replaced?", "--knowledge", docs);

    expect(stdout).toContain("every 2,000 kilometres. [1]");
    expect(stdout).toContain("[1] Brakes — /docs/brakes.md");
  });

  it("[E12] --explain says how the question was read and what each signal gave; shares sum to the score", async () => {
    const asked = ["How long does it take to charge the battery?", "--knowledge", docs, "--explain"];
    const { stdout: words } = await command("ask", ...asked);
    const { signals, support, understood } = JSON.parse((await command("ask", ...asked, "--json")).stdout);

    expect(words).toMatch(/Understood: How long does it take[^\n]*\nSupport \d/);
    expect(words).toContain("battery.md#charging");
    expect(understood.topic).toBeNull();
    expect(support.score).toBeGreaterThan(support.threshold);
    expect(signals[0]).toMatchObject({ path: "battery.md", anchor: "charging", shares: { body: expect.any(Number) } });
    const sum = Object.values<number>(signals[0].shares).reduce((all, share) => all + share, 0);
    expect(sum).toBeCloseTo(signals[0].score, 3);
  });

  it("[E10] prints nothing twice when the model's stream breaks off and starts again", async () => {
    const server = await openaiServer();
    server.next(cutsAfter(600, "Every 2,000 kilometres [1]."), says("Every 2,000 kilometres [1]."));
    const settings = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: server.key, CHAT_MODEL: "gpt" };
    const { stdout } = await commandWith(settings, "ask", "When are the brake pads replaced?", "--knowledge", docs);
    await server.close();

    expect(stdout.match(/Every 2,000/g)).toHaveLength(1);
  });

  it.each([[[]], [["one", "two"]], [["question", "--colour"]]])("[E2] exits 2 for %j", async (args) => {
    const { code, stdout, stderr } = await command("ask", ...args);

    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Usage: npm run ask");
  });

  it("[E2] exits 2 for a question that the chat would not take", async () => {
    const { code, stdout, stderr } = await command("ask", "x".repeat(8_001));

    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("at most 8000 characters");
  });

  it("[E2] exits 1 when nothing was ingested yet", async () => {
    const { code, stderr } = await command("ask", "anything");

    expect(code).toBe(1);
    expect(stderr).toContain("npm run ingest");
  });
});

describe("the eval command", () => {
  it("[E1, E7] measures retrieval under the agreed names", async () => {
    const { code, stdout } = await command(
      "eval",
      "retrieval",
      "--knowledge",
      docs,
      "--questions",
      questions,
      "--json",
    );

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      questions: 3,
      "hit@1": 1,
      "hit@3": 1,
      "hit@5": 1,
      "hit@10": 1,
      "recall@3": 1,
      "precision@3": expect.closeTo(1 / 3),
      "mrr@3": 1,
      "mrr@10": 1,
      parseSeconds: expect.any(Number),
      indexSeconds: expect.any(Number),
      queryMsP50: expect.any(Number),
      queryMsP95: expect.any(Number),
      answerable: { auroc: 1, falseAbstain: expect.any(Number), correctAbstain: 1 },
    });
  });

  it("[E5, E6] measures answers under the agreed names", async () => {
    const { stdout } = await command("eval", "answers", "--knowledge", docs, "--questions", questions, "--json");

    expect(JSON.parse(stdout)).toMatchObject({
      answered: expect.closeTo(2 / 3),
      tokenRecall: 1,
      tokenF1: expect.any(Number),
      citationPrecision: 1,
      citationRecall: 1,
      unsupportedSentences: 0,
      meanWords: expect.any(Number),
    });
  });

  it("[E8] shows what each caution costs", async () => {
    const { stdout } = await command("eval", "caution", "--knowledge", docs, "--questions", questions, "--json");
    const { curve } = JSON.parse(stdout) as {
      curve: { caution: number; falseAbstain: number; wrongAnswers: number }[];
    };

    expect(curve[0]).toMatchObject({ caution: 0, falseAbstain: 0 });
    expect(curve.at(-1)).toMatchObject({ caution: 100, wrongAnswers: 0 });
  });

  it("[E9] names the file and line that it cannot read", async () => {
    const broken = join(workplace, "broken.jsonl");
    writeFileSync(broken, `${JSON.stringify(lines[0])}\n{"question": "no pages"}\n`);
    const { code, stderr } = await command("eval", "retrieval", "--knowledge", docs, "--questions", broken);

    expect(code).toBe(1);
    expect(stderr).toContain(`${broken}: line 2: relevant`);
  });

  it("[E2] exits 2 for an unknown kind and for missing questions", async () => {
    expect((await command("eval", "everything")).code).toBe(2);
    expect((await command("eval", "retrieval")).code).toBe(2);
    expect((await command("eval", "--help")).code).toBe(0);
  });
});
