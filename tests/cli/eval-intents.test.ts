import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import type { LabelledText } from "../../src/intents/train-intent-classifier.ts";
import { testingTexts, trainingTexts } from "../support/intent-sample.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const workplace = temporaryFolder();

function table(name: string, texts: readonly LabelledText[]): string {
  const file = join(workplace, name);
  const rows = texts.map(({ text, intent }) => `"${text.replaceAll('"', '""')}",${intent}`);
  writeFileSync(file, `text,category\n${rows.join("\n")}\n`);
  return file;
}

const files = ["--train", table("train.csv", trainingTexts()), "--test", table("test.csv", testingTexts())];

function evaluate(...args: string[]) {
  const script = `import("./src/cli/eval.ts").then(async ({ main }) => { process.exitCode = await main(process.argv.slice(1)); })`;
  const flags = ["--import", "./scripts/run-typescript.mjs", "--input-type=module", "-e", script, "--"];
  const words = ["intents", ...files, ...args, "--json"];
  return spawnSync(process.execPath, [...flags, ...words], { cwd: projectRoot(), encoding: "utf8" });
}

describe("eval -- intents", () => {
  it("[I11] leaves intents out of the training and counts their texts as none of the others", () => {
    const whole = JSON.parse(evaluate().stdout);
    const without = JSON.parse(evaluate("--leave-out", "2", "--seed", "3").stdout);

    expect(whole).toMatchObject({ auroc: null, oosRecall: null });
    expect(without.auroc).toBeGreaterThan(0.5);
    expect(without.oosRecall).toBeGreaterThanOrEqual(0);
  });

  it("[I11] says what is wrong with a number of intents that is none", () => {
    expect(evaluate("--leave-out", "two")).toMatchObject({ status: 2, stderr: expect.stringContaining("--leave-out") });
  });

  it("[I13] asks texts of another business as well, by file and all together", () => {
    const talk = join(workplace, "talk.jsonl");
    const turns = [
      { role: "customer", text: "Is the museum open on Monday?" },
      { role: "bot", text: "Yes." },
      { role: "customer", text: "Thanks." },
    ];
    writeFileSync(talk, `${JSON.stringify({ conversation_id: "c", turns })}\n\n`);
    const lines = join(workplace, "lines.csv");
    writeFileSync(lines, "utterance\nA table for two at eight\nDo you have vegan food?\n");

    const { outside, auroc } = JSON.parse(
      evaluate("--outside", talk, "--outside", lines, "--outside-column", "utterance").stdout,
    );

    expect(auroc).toBeNull();
    expect(outside).toMatchObject({ [talk]: { texts: 1 }, [lines]: { texts: 2 }, "all of them": { texts: 3 } });
    expect(outside["all of them"].auroc).toBeGreaterThan(0.5);
    expect(evaluate("--outside", lines)).toMatchObject({ status: 2, stderr: expect.stringContaining("no column") });
  });
});
