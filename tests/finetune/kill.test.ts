import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { killTheLoop } from "../../src/cli/chaos/loop.ts";
import { projectRoot } from "../../src/config.ts";
import { helpDeskLog } from "../support/help-desk-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

// A slice of `npm run chaos -- finetune`, which kills every verb three times on any log.
it("[F18] comes to the same dataset, model and registry after a kill -9, of the verbs that serve and erase, too", async () => {
  const root = projectRoot();
  mkdirSync(join(folder, "knowledge"));
  writeFileSync(join(folder, "knowledge", "page.md"), "# The widget\n\nSet its colour with `accent`.\n");
  const log = join(folder, "log.jsonl");
  writeFileSync(
    log,
    helpDeskLog()
      .map((conversation) => JSON.stringify(conversation))
      .join("\n"),
  );

  const report = await killTheLoop({
    rounds: 1,
    only: ["train", "promote", "candidate", "erase"],
    seed: 20_261_123,
    program: ["--import", join(root, "scripts/run-typescript.mjs"), join(root, "tests/support/finetune-program.ts")],
    environment: { KNOWLEDGE_DIR: join(folder, "knowledge") },
    log,
    calm: join(folder, "calm"),
    killed: join(folder, "killed"),
    say: () => {},
  });

  expect(report.problems).toEqual([]);
  expect(report.kills).toBeGreaterThan(0);
}, 600_000);
