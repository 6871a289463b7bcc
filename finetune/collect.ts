import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../src/models/replace-file.ts";
import type { Kind } from "../src/privacy/detector.ts";
import { bothNames } from "../src/privacy/pseudonym.ts";
import { type RedactionRules, redact } from "../src/privacy/redact.ts";
import { conversationSchema, type LoggedConversation, readConversationLog } from "./conversation-log.ts";
import { withoutPersonalFields } from "./without-personal-fields.ts";

export type CollectReport = {
  conversations: number;
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
    return { file, ...redactedLines(log, intake) };
  });
  return redacted.map(({ file, content, report }) => {
    keep(content, folder);
    return { file, ...report };
  });
}

/** What the store holds takes the place of what it held before: what was erased there is gone here, too. */
export function collectStored(
  conversations: readonly LoggedConversation[],
  folder: string,
  intake: Intake,
): CollectReport {
  const { content, report } = redactedLines(
    conversations.map((one) => ({ ...one, licence: OWN })),
    intake,
  );
  replaceFile(join(folder, STORED), content);
  return report;
}

/** What customers wrote here was written to this help desk, and not for anybody else's use. */
const OWN = "own conversations, not to be passed on";

/** Read first, so that a log that was handed over later counts more. */
const STORED = "000000-store.jsonl";

function redactedLines(handedOver: readonly LoggedConversation[], { rules, erased }: Intake) {
  const conversations = handedOver.filter(({ conversation_id }) => !bothNames(conversation_id).some(erased));
  const redacted: CollectReport["redacted"] = {};
  const lines = conversations.map((conversation) => {
    const { kept, counts } = withoutPersonalData(conversation, rules);
    for (const [kind, count] of Object.entries(counts) as [Kind, number][]) {
      redacted[kind] = (redacted[kind] ?? 0) + count;
    }
    return `${JSON.stringify(kept)}\n`;
  });
  return { content: lines.join(""), report: { conversations: conversations.length, redacted } };
}

/** Writes each kept log again without these conversations, under the name of its new content. */
export function keepCollectedWithout(folder: string, gone: ReadonlySet<string>): void {
  for (const name of existsSync(folder) ? logsIn(folder) : []) {
    const lines = readFileSync(join(folder, name), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const stay = lines.filter((line) => !gone.has(conversationSchema.parse(JSON.parse(line)).conversation_id));
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

/** Everything collected so far, each conversation once, in the order of their ids. */
export function collected(folder: string): LoggedConversation[] {
  const byId = new Map<string, LoggedConversation>();
  for (const name of logsIn(folder)) {
    for (const line of readFileSync(join(folder, name), "utf8").split("\n")) {
      if (line === "") continue;
      const conversation = conversationSchema.parse(JSON.parse(line));
      byId.set(conversation.conversation_id, conversation);
    }
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
