import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { main as ask } from "../../src/cli/ask.ts";
import { main as ingest } from "../../src/cli/ingest.ts";
import { main as prompts } from "../../src/cli/prompts.ts";
import { liveKnowledge } from "../../src/compose-answers.ts";
import { readConfig } from "../../src/config.ts";
import { openDatabase } from "../../src/conversations/database.ts";
import { answered } from "../support/answered.ts";
import { captured } from "../support/captured.ts";
import { promptSet, shipped } from "../support/prompt-set.ts";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.ts";

const workplace = temporaryFolder();
const docs = join(workplace, "docs");
await writeFiles(docs, { "battery.md": "# Battery\n\n## Charging\n\nThe battery is charged in four hours.\n" });
process.env.DATA_DIR = join(workplace, "data");
process.env.KNOWLEDGE_DIR = docs;
const run = (...args: string[]) => captured(() => prompts(args));
const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).stdout);
const file = (name: string, content: string) => {
  writeFileSync(join(workplace, name), content);
  return join(workplace, name);
};

describe("the prompts command", () => {
  it("[M60] saves an edited prompt file, shows it, compares it, and keeps the same content once", async () => {
    const { stdout } = await run("show", "live", "--sections");
    const edited = file("answer.md", stdout.replace("Plain and friendly.", "Plain and brisk."));
    const { version, saved } = await json("save", edited, "--name", "brisk", "--note", "shorter");

    expect([version, saved]).toEqual([expect.stringMatching(/^brisk@[0-9a-f]{12}$/), true]);
    expect((await json("save", edited, "--name", "brisk")).saved).toBe(false);
    expect((await run("diff", shipped.version, version)).stdout).toMatch(
      /@@ sections\.tone\n- Plain and friendly.*\n\+ Plain and brisk/s,
    );
    expect((await run("show", version, "--sections")).stdout).toBe(readFileSync(edited, "utf8"));
  });

  it("[M63] publishes beside a running server's database, answers by it at once, and goes back", async () => {
    const content = promptSet({ smallTalk: { en: { greeting: "Ahoy!" } } });
    const { version } = await json("save", file("ahoy.json", JSON.stringify(content)), "--name", "ahoy");
    await captured(() => ingest([docs]));
    const said = async () => JSON.parse((await captured(() => ask(["hello", "--json"]))).stdout).text;

    expect(await said()).not.toBe("Ahoy!");
    expect((await run("publish", version, "--reason", "warmer")).stdout).toBe(
      `Live from the next question on: ${version}\n`,
    );
    expect(await said()).toBe("Ahoy!");
    expect((await json("rollback")).serving.live).toBe(shipped.version);
    expect(await said()).not.toBe("Ahoy!");
    expect((await json("list")).history.map(({ action }: { action: string }) => action)).toEqual([
      "rollback",
      "publish",
    ]);
  });

  it("[M70] replays the questions of a file and says what came of it", async () => {
    const content = promptSet({ checks: { forbidden: ["four hours"], mostWords: null } });
    const { version } = await json("save", file("strict.json", JSON.stringify(content)), "--name", "strict");
    const questions = file(
      "q.jsonl",
      `${JSON.stringify({ question: "How long is the battery charged?", relevant: [] })}\n`,
    );
    const { stdout, code } = await run("replay", version, "--questions", questions);

    expect(code).toBe(0);
    expect(stdout).toContain('failed {"forbidden":1}');
    expect(stdout).toContain("By the checks: not enough questions to tell (0 won, 0 lost, 1 tied");
  });

  it("[M68, M74] finds a past question by its words and shows the exact messages for it under any version", async () => {
    await captured(() => ingest([docs]));
    const knowledge = (await liveKnowledge(readConfig())).current();
    const passages = knowledge
      .page("battery.md")
      .map(({ id, hash, path, anchor }) => ({ id, hash, path, anchor, heading: "", score: 1 }));
    const database = openDatabase(join(workplace, "data", "switchboard.db"));
    await answered(database, "c", { question: "How long does charging take?", record: { passages } });
    await database.db.destroy();

    const [found] = (await json("questions", "charging", "long")).questions;
    expect(found).toMatchObject({ answerId: "c-answer", question: "How long does charging take?" });
    expect((await run("questions", "nothing-like-it")).stdout).toBe("No such question.\n");
    const { stdout } = await run("messages", "live", found.answerId);
    expect(stdout).toContain("charged in four hours");
    expect(stdout).toMatch(/--- \d+ tokens: role \d+, rules \d+/);
    expect((await run("messages", "live", "none")).stderr).toContain("There is no answer none");
    expect((await run("examples")).stdout).toBe("Staff have approved no answer yet.\n");
  });

  it("[E2] ends with 2 for wrong usage and 1 for what cannot be done, and says why", async () => {
    const broken = file("broken.json", JSON.stringify({ ...promptSet(), quoting: { words: 5 } }));
    const cases: [string[], number, string][] = [
      [[], 2, "Say what to do."],
      [["publish"], 2, "publish takes 1 argument(s), not 0."],
      [["canary", "live"], 2, "share"],
      [["publish", "none@000000000000"], 1, "There is no version none@000000000000."],
      [["replay", "live"], 2, "Name the questions: one of --questions FILE, --last N and --reviewed N."],
      [["save", broken, "--name", "x"], 1, "quoting.words"],
    ];
    for (const [args, code, words] of cases) {
      const ended = await run(...args);
      expect([args, ended.code, ended.stderr.includes(words)]).toEqual([args, code, true]);
      expect(ended.stdout).toBe("");
    }
  });
});
