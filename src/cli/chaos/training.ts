import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { helpDeskLog } from "./help-desk.ts";
import { perform } from "./loop.ts";
import type { ChaosKind } from "./round.ts";

/** Killed in the middle of a training, the loop has no model or the whole one; run again, it comes to the same model. */
export const trainingKill: ChaosKind = async (folder, means) => {
  const [log, dataDir, pages] = [join(folder, "log.jsonl"), join(folder, "data"), join(folder, "pages")];
  mkdirSync(pages);
  writeFileSync(join(pages, "returns.md"), "# Returns\n\nYou can return a parcel within 30 days of delivery.\n");
  writeFileSync(log, helpDeskLog());
  const loop = { program: [...means.command, "finetune"], environment: { KNOWLEDGE_DIR: pages } };
  for (const verb of [["collect", "--from", log], ["build"], ["split"]]) await perform(loop, verb, dataDir, null);
  const started = performance.now();
  await perform(loop, ["train"], dataDir, null);
  const usualMs = performance.now() - started;
  const tuned = join(dataDir, "models", "tuned");
  const expected = contentsOf(tuned);
  if (expected === "") throw new Error("An undisturbed training came to no model.");

  return {
    async round(random) {
      for (const made of ["models", join("finetune", "trainings"), join("finetune", "runs")]) {
        rmSync(join(dataDir, made), { recursive: true, force: true });
      }
      const killed = await perform(loop, ["train"], dataDir, random() * usualMs);
      const left = contentsOf(tuned);
      const problems = left === "" || left === expected ? [] : [`the kill left another model: ${left}`];
      await perform(loop, ["train"], dataDir, null);
      if (contentsOf(tuned) !== expected) problems.push("the next training came to another model");
      return {
        ended: !killed ? "done before the kill" : left === "" ? "no model, then the same one" : "the whole model",
        problems,
      };
    },
    close: async () => {},
  };
};

/** Every whole model with its files, as text; what was being written does not count, as nothing reads it. */
function contentsOf(folder: string): string {
  if (!existsSync(folder)) return "";
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /^[^.]+[/\\]/.test(name));
  return names
    .sort()
    .map((name) => `${name}: ${readFileSync(join(folder, name)).toString("base64")}`)
    .join("\n");
}
