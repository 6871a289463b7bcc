import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../src/models/replace-file.ts";
import type { Kind } from "../src/privacy/detector.ts";
import { bothNames } from "../src/privacy/pseudonym.ts";
import { type RedactionRules, redact } from "../src/privacy/redact.ts";
import { conversationSchema, type LoggedConversation, readConversationLog } from "./conversation-log.ts";
import { jsonIn } from "./json-in.ts";
import { withoutPersonalFields } from "./without-personal-fields.ts";

export type CollectReport = {
  conversations: number;
  turns: number;
  /** Of the conversations; they take the place of what was held of them before. */
  known: number;
  /** Conversations that stayed out, because they were erased. */
  erased: number;
  /** Ids that stand several times in this log; of each the last conversation is kept. */
  twice?: string[];
  /** Personal things replaced, by kind. */
  redacted: Partial<Record<Kind, number>>;
};

export type Intake = {
  rules: RedactionRules;
  /** Conversations that were erased stay out, whoever hands them over again. */
  erased: (conversation: string) => boolean;
};

/**
 * Takes logs in; each is read to its end before anything is kept. Personal data is replaced before anything is written. The
 * same log again writes the same file again, a conversation that comes back in another log replaces its earlier self.
 * `licence`: of conversations that name none. Throws ConversationLogError.
 */
export function collectFiles(
  files: readonly string[],
  folder: string,
  intake: Intake,
  licence?: string,
): ({ file: string } & CollectReport)[] {
  const redacted = files.map((file) => {
    const log = readConversationLog(file).map((one) => ({ ...(licence && { licence }), ...one }));
    const { once, twice } = lastOfEach(log);
    const { report, ...lines } = redactedLines(once, intake);
    return { file, ...lines, report: { ...report, ...(twice.length > 0 && { twice }) } };
  });
  return redacted.map(({ file, ids, content, report }) => {
    const known = knownOf(ids, folder);
    keep(content, folder);
    return { file, ...report, known };
  });
}

function lastOfEach(log: readonly LoggedConversation[]): { once: LoggedConversation[]; twice: string[] } {
  const last = new Map(log.map((one) => [one.conversation_id, one]));
  const seen = new Set<string>();
  const again = log.filter(({ conversation_id: id }) => seen.size === seen.add(id).size);
  return { once: [...last.values()], twice: [...new Set(again.map(({ conversation_id }) => conversation_id))] };
}

/** What the store holds takes the place of what it held before: what was erased there is gone here, too. */
export function collectStored(
  conversations: readonly LoggedConversation[],
  folder: string,
  intake: Intake,
): CollectReport {
  const { ids, content, report } = redactedLines(
    conversations.map((one) => ({ ...one, licence: OWN })),
    intake,
  );
  const known = knownOf(ids, folder);
  replaceFile(join(folder, STORED), content);
  return { ...report, known };
}

/** What customers wrote here was written to this help desk, and not for anybody else's use. */
const OWN = "own conversations, not to be passed on";

/** Read first, so that a log that was handed over later counts more. */
const STORED = "000000-store.jsonl";

function redactedLines(handedOver: readonly LoggedConversation[], { rules, erased }: Intake) {
  const conversations = handedOver.filter(({ conversation_id }) => !bothNames(conversation_id).some(erased));
  const redacted: CollectReport["redacted"] = {};
  const kept = conversations.map((conversation) => {
    const { kept, counts } = withoutPersonalData(conversation, rules);
    for (const [kind, count] of Object.entries(counts) as [Kind, number][]) {
      redacted[kind] = (redacted[kind] ?? 0) + count;
    }
    return kept;
  });
  const turns = kept.reduce((sum, one) => sum + one.turns.length, 0);
  return {
    ids: kept.map(({ conversation_id }) => conversation_id),
    content: kept.map((one) => `${JSON.stringify(one)}\n`).join(""),
    report: { conversations: kept.length, turns, erased: handedOver.length - kept.length, redacted },
  };
}

/** How many of these were collected before. */
function knownOf(ids: readonly string[], folder: string): number {
  const held = new Set([...heldIn(folder)].map((one) => idSchema.parse(one).conversation_id));
  return ids.filter((id) => held.has(id)).length;
}

const idSchema = conversationSchema.pick({ conversation_id: true });

/** Writes each kept log again without these conversations, under the name of its new content. */
export function keepCollectedWithout(folder: string, gone: ReadonlySet<string>): void {
  for (const name of logsIn(folder)) {
    const lines = linesOf(join(folder, name));
    const stay = lines.filter(
      (line) => !gone.has(conversationSchema.parse(jsonIn(join(folder, name), line)).conversation_id),
    );
    if (stay.length === lines.length) continue;

    const content = stay.map((line) => `${line}\n`).join("");
    const rewritten = name === STORED ? STORED : nameOf(Number(name.split("-", 1)[0]), content);
    replaceFile(join(folder, rewritten), content);
    if (rewritten !== name) rmSync(join(folder, name));
  }
}

/** Numbered, so that what came later is read later; named by content, so that the same log is kept once. */
function keep(content: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const kept = logsIn(folder);
  const number = Number(kept.at(-1)?.split("-", 1)[0] ?? 0) + 1;
  const name = nameOf(number, content);
  const same = (older: string) => older.slice(NUMBER_LENGTH) === name.slice(NUMBER_LENGTH);
  if (same(kept.at(-1) ?? "")) return;

  replaceFile(join(folder, name), content);
  for (const older of kept.filter(same)) rmSync(join(folder, older));
}

const NUMBER_LENGTH = 6;

function nameOf(number: number, content: string): string {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 32);
  return `${String(number).padStart(NUMBER_LENGTH, "0")}-${hash}.jsonl`;
}

const logsIn = (folder: string): string[] =>
  (existsSync(folder) ? readdirSync(folder) : []).filter((name) => name.endsWith(".jsonl")).sort();

/** In the order in which they were collected. */
function* heldIn(folder: string): Generator<unknown> {
  for (const file of logsIn(folder).map((name) => join(folder, name)))
    for (const line of linesOf(file)) yield jsonIn(file, line);
}

const linesOf = (file: string): string[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");

/** Everything collected so far, each conversation once, in the order of their ids. */
export function collected(folder: string): LoggedConversation[] {
  const byId = new Map<string, LoggedConversation>();
  for (const one of heldIn(folder)) {
    const conversation = conversationSchema.parse(one);
    byId.set(conversation.conversation_id, conversation);
  }
  return [...byId.values()].sort((one, other) => (one.conversation_id < other.conversation_id ? -1 : 1));
}

function withoutPersonalData(conversation: LoggedConversation, rules: RedactionRules) {
  // Corrections and drafts are texts of the same conversation: the same person keeps the same placeholder.
  const written = conversation.turns.map(({ text }) => text);
  const corrections = conversation.turns.map(({ review }) => review?.text ?? "");
  const drafts = conversation.turns.map((turn) => turn.instead_of ?? "");
  const { texts, counts } = redact([...written, ...corrections, ...drafts], rules);

  const turns = conversation.turns.map((turn, at) => ({
    ...turn,
    text: texts[at]!,
    ...(turn.review && { review: withText(turn.review, texts[written.length + at]!) }),
    ...(turn.instead_of && { instead_of: texts[2 * written.length + at]! }),
  }));
  return { kept: withoutPersonalFields({ ...conversation, turns }, rules), counts };
}

type Review = NonNullable<LoggedConversation["turns"][number]["review"]>;

const withText = ({ text: _, ...review }: Review, text: string): Review => (text === "" ? review : { ...review, text });
