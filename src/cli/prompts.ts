import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { shippedVersion } from "../compose-prompts.ts";
import { type Config, readConfig } from "../config.ts";
import { type Database, openDatabase } from "../conversations/database.ts";
import { diffPrompts } from "../prompts/diff-prompts.ts";
import { libsqlPromptStore } from "../prompts/libsql-prompt-store.ts";
import { type PromptDesk, promptDesk } from "../prompts/prompt-desk.ts";
import { asPromptFile, withPromptFile } from "../prompts/prompt-set.ts";
import {
  type PromptSet,
  type PromptVersion,
  promptSetSchema,
  rolloutSchema,
  savePromptSchema,
} from "../protocol/prompts.ts";
import { runCommand, UsageError } from "./command-line.ts";
import { type ReplayValues, replayPrompts, replayText } from "./replay-prompts.ts";

const help = `
Usage: npm run prompts -- VERB [options]

  list                          versions, what serves and what served before
  show VERSION                  the whole content as JSON; --sections prints the prompt file alone
  diff VERSION VERSION          what changed, line by line
  save FILE --name NAME         keeps a new version: FILE is a prompt file (.md) or a whole content (.json)
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

type Values = ReplayValues & {
  against?: string;
  name?: string;
  from?: string;
  note?: string;
  share?: string;
  reason?: string;
  sections?: boolean;
  json?: boolean;
};

export const main = (argv: string[]): Promise<number> => runCommand({ help, options, run }, argv);

type Printed = { json: unknown; text: string };
type Verb = (desk: PromptDesk, words: string[], values: Values, place: Place) => Promise<Printed>;
type Place = { config: Config; database: Database };

const VERBS: Record<string, { words: number; act: Verb }> = {
  list: { words: 0, act: list },
  show: { words: 1, act: show },
  diff: { words: 2, act: diff },
  save: { words: 1, act: save },
  replay: { words: 1, act: replay },
  publish: { words: 1, act: roll("publish") },
  canary: { words: 1, act: roll("canary") },
  rollback: { words: 0, act: roll("rollback") },
};

async function run(values: Values, [name = "", ...words]: string[]): Promise<void> {
  const verb = VERBS[name];
  if (!verb) throw new UsageError(name === "" ? "Say what to do." : `No such verb: ${name}`);
  if (words.length !== verb.words)
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

async function list(desk: PromptDesk): Promise<Printed> {
  const view = await desk.view();
  const { live, canary } = view.serving;
  const lines = view.versions.map(({ version, author, note, createdAt }) => {
    const marks = [version === live && "live", version === canary?.version && `canary ${percent(canary.share)}`];
    const when = createdAt === 0 ? "" : new Date(createdAt).toISOString().slice(0, 16);
    return [version, when, author, marks.filter(Boolean).join(", "), note].join("\t");
  });
  return { json: view, text: lines.join("\n") };
}

async function show(desk: PromptDesk, [version = ""]: string[], { sections }: Values): Promise<Printed> {
  const found = await versionNamed(desk, version);
  const text = sections ? asPromptFile(found.content).trimEnd() : JSON.stringify(found.content, null, 2);
  return { json: found, text };
}

async function diff(desk: PromptDesk, [before = "", after = ""]: string[]): Promise<Printed> {
  const [old, young] = [await versionNamed(desk, before), await versionNamed(desk, after)];
  const parts = diffPrompts(old.content, young.content);
  const sign = { same: " ", added: "+", removed: "-" };
  const lines = parts.flatMap(({ part, lines }) => [
    `@@ ${part}`,
    ...lines.map(({ kind, text }) => `${sign[kind]} ${text}`),
  ]);
  return { json: { diff: parts }, text: lines.join("\n") || "No difference." };
}

async function save(desk: PromptDesk, [file = ""]: string[], { name, from = "live", note = "", author }: Values) {
  const content = contentOf(file, (await versionNamed(desk, from)).content);
  const parsed = savePromptSchema.safeParse({ name, note, content });
  if (!parsed.success) throw new UsageError(`--name or ${file}: ${problems(parsed.error.issues)}`);

  const kept = await desk.save(parsed.data, authorOf(author));
  if (kept.kind === "refused") throw new Error(kept.reason);
  return { json: kept, text: kept.saved ? `Saved ${kept.version}.` : `${kept.version} was there already.` };
}

function contentOf(file: string, base: PromptSet): PromptSet {
  const written = readFileSync(file, "utf8");
  if (!file.endsWith(".json")) return withPromptFile(base, file, written);

  const parsed = promptSetSchema.safeParse(JSON.parse(written));
  if (!parsed.success) throw new Error(`${file}: ${problems(parsed.error.issues)}`);
  return parsed.data;
}

async function replay(desk: PromptDesk, [version = ""]: string[], values: Values, { config, database }: Place) {
  const candidate = (await versionNamed(desk, version)).version;
  const baseline = (await versionNamed(desk, values.against ?? "live")).version;
  const view = await replayPrompts(config, database, { candidate, baseline }, values);
  return { json: view, text: replayText(view) };
}

function roll(action: "publish" | "canary" | "rollback"): Verb {
  return async (desk, [version], { share, reason = "", author }) => {
    const named = version === undefined ? {} : { version: (await versionNamed(desk, version)).version };
    const tried = action === "canary" ? { share: Number(share) } : {};
    const parsed = rolloutSchema.safeParse({ action, reason, ...named, ...tried });
    if (!parsed.success) throw new UsageError(problems(parsed.error.issues));

    const rolled = await desk.roll(parsed.data, authorOf(author));
    if (rolled.kind === "refused") throw new Error(rolled.reason);
    const serving = await desk.serving();
    const canary = serving.canary
      ? `, ${percent(serving.canary.share)} of conversations: ${serving.canary.version}`
      : "";
    return { json: { serving }, text: `Live from the next question on: ${serving.live}${canary}` };
  };
}

async function versionNamed(desk: PromptDesk, name: string): Promise<PromptVersion> {
  const found = await desk.read(name === "live" ? (await desk.serving()).live : name);
  if (!found) throw new Error(`There is no version ${name}. "npm run prompts -- list" shows those that there are.`);
  return found;
}

const authorOf = (name = "command line") => ({ name, staffId: null });
const percent = (share: number) => `${Math.round(share * 100)} %`;
const problems = (issues: readonly { path: PropertyKey[]; message: string }[]) =>
  issues.map(({ path, message }) => `${path.join(".") || "content"}: ${message}`).join("; ");
