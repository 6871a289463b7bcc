import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { shippedVersion } from "../compose-prompts.ts";
import { type Config, readConfig } from "../config.ts";
import { type Database, openDatabase } from "../conversations/database.ts";
import { libsqlPromptStore } from "../prompts/libsql-prompt-store.ts";
import { type PromptDesk, promptDesk } from "../prompts/prompt-desk.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { approvedTurns, exactMessages, pastQuestions } from "./prompt-turns.ts";
import { diff, list, type Printed, roll, save, show, versionNamed } from "./prompt-versions.ts";
import { replayPrompts, replayText } from "./replay-prompts.ts";

const help = `
Usage: npm run prompts -- VERB [options]

  list                          versions, what serves and what served before
  show VERSION                  the whole content as JSON; --sections prints the prompt file alone
  diff VERSION VERSION          what changed, line by line
  save FILE --name NAME         keeps a new version: FILE is a prompt file (.md) or a whole content (.json)
  questions [WORDS]             past questions of the documentation with their ids, newest first
  messages VERSION ID           the exact messages for a past question under this version, with tokens by part
  examples                      answers that staff approved, to be named as worked examples
  replay VERSION                asks past questions again, under this version and the live one
  publish VERSION               serves everybody from the next question on; no restart
  canary VERSION --share SHARE  serves a share (.01 to .99) of conversations until the guard or you end it
  rollback                      ends the canary; without one goes back to what was published before

VERSION is NAME@HASH as "list" prints it, or "live".

  --from VERSION  save: the settings of this version with the sections of FILE.md (default: live)
  --questions FILE  replay: the questions of an evaluation file (see eval -- answers)
  --last N        replay: the newest questions that the documentation was asked
  --reviewed N    replay: the newest that staff gave a verdict on
  --against V     replay: compare with this version (default: live)
  --judge         replay: the configured model grades and compares the answers, too
  --resume ID     replay: go on where this replay stood
  --note TEXT     save: what changed and why
  --reason TEXT   publish, canary, rollback: for the history and the audit log
  --author NAME   who does it (default: command line)
  --json          print one JSON object
`;

const options = {
  name: { type: "string" },
  from: { type: "string" },
  note: { type: "string" },
  share: { type: "string" },
  reason: { type: "string" },
  author: { type: "string" },
  questions: { type: "string" },
  last: { type: "string" },
  reviewed: { type: "string" },
  against: { type: "string" },
  resume: { type: "string" },
  judge: { type: "boolean" },
  sections: { type: "boolean" },
  json: { type: "boolean" },
} as const;

type Values = ValuesOf<typeof options>;

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Verb = (desk: PromptDesk, words: string[], values: Values, place: Place) => Promise<Printed>;
type Place = { config: Config; database: Database };

const VERBS: Record<string, { words: number | "any"; act: Verb }> = {
  list: { words: 0, act: list },
  show: { words: 1, act: show },
  diff: { words: 2, act: diff },
  save: { words: 1, act: save },
  questions: { words: "any", act: (_, words, __, place) => pastQuestions(place, words.join(" ")) },
  messages: { words: 2, act: messages },
  examples: { words: 0, act: (_, __, ___, place) => approvedTurns(place) },
  replay: { words: 1, act: replay },
  publish: { words: 1, act: roll("publish") },
  canary: { words: 1, act: roll("canary") },
  rollback: { words: 0, act: roll("rollback") },
};

async function run(values: Values, [name = "", ...words]: string[]): Promise<void> {
  const verb = VERBS[name];
  if (!verb) throw new UsageError(name === "" ? "Say what to do." : `No such verb: ${name}`);
  if (verb.words !== "any" && words.length !== verb.words)
    throw new UsageError(`${name} takes ${verb.words} argument(s), not ${words.length}.`);

  const { json, text } = await withDesk(readConfig(), (desk, place) => verb.act(desk, words, values, place));
  process.stdout.write(values.json ? `${JSON.stringify(json)}\n` : `${text}\n`);
}

async function withDesk<Result>(
  config: Config,
  act: (desk: PromptDesk, place: Place) => Promise<Result>,
): Promise<Result> {
  // Prompts may be prepared before the first start.
  mkdirSync(config.dataDir, { recursive: true });
  const database = openDatabase(join(config.dataDir, "switchboard.db"));
  try {
    const store = libsqlPromptStore(database);
    const desk = promptDesk({ store, shipped: shippedVersion(config), clock: () => Date.now() });
    return await act(desk, { config, database });
  } finally {
    await database.db.destroy();
  }
}

async function messages(desk: PromptDesk, [version = "", answerId = ""]: string[], _: Values, place: Place) {
  return exactMessages(place, { version: (await versionNamed(desk, version)).version, answerId });
}

async function replay(desk: PromptDesk, [version = ""]: string[], values: Values, { config, database }: Place) {
  const candidate = (await versionNamed(desk, version)).version;
  const baseline = (await versionNamed(desk, values.against ?? "live")).version;
  const view = await replayPrompts(config, database, { candidate, baseline }, values);
  return { json: view, text: replayText(view) };
}
