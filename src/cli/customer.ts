import { existsSync } from "node:fs";
import { join } from "node:path";
import { type KnownBackup, knownBackups } from "../backup/known-backups.ts";
import { erasurePorts } from "../compose-customers.ts";
import { readConfig } from "../config.ts";
import { openDatabase } from "../conversations/database.ts";
import { type CustomerErasure, eraseCustomer } from "../customers/erase-customer.ts";
import { exportCustomer } from "../customers/export-customer.ts";
import { type CustomerName, type FoundConversation, findCustomer } from "../customers/find-customer.ts";
import { verifiedFor } from "../customers/verified-for.ts";
import type { VerifiedForCustomer } from "../protocol/customers.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";

const HELP = `
Usage: npm run customer -- export|erase WHO [--yes] [--json]

What is kept of one customer, in every place: conversations, prompts, notes, labels, verdicts, datasets, models.

  export   print everything as JSON
  erase    list the conversations that would go, and the verified answers that were written in them;
           with --yes, take them out of the data folder for good

WHO is one or more of these:
  --email ADDRESS     left in the chat, or written in a message
  --subject SUB       "sub" of the signed identity
  --conversation ID   may be given several times

A running server may go on. Backups are not touched: they are listed, and hold what they held.
`;

const options = {
  email: { type: "string" },
  subject: { type: "string" },
  conversation: { type: "string", multiple: true },
  yes: { type: "boolean" },
  json: { type: "boolean" },
} as const;

type Values = ValuesOf<typeof options>;

export const main = (argv: string[]): Promise<number> => runCommand({ help: HELP, options, run: perform }, argv);

async function perform(values: Values, [verb, ...rest]: string[]): Promise<void> {
  if ((verb !== "export" && verb !== "erase") || rest.length > 0) throw new UsageError("Say export or erase.");
  const name = nameOf(values);
  const config = readConfig();
  const file = join(config.dataDir, "switchboard.db");
  if (!existsSync(file)) throw new Error(`Nothing was kept yet: there is no ${file}.`);

  const database = openDatabase(file);
  try {
    const found = await findCustomer(database.db, name);
    if (found.length === 0) throw new Error("Nobody is found by that.");
    const ids = found.map(({ conversationId }) => conversationId);
    if (verb === "export")
      return print(JSON.stringify(await exportCustomer(database.db, config.dataDir, ids), null, 2));
    if (!values.yes) {
      const verifiedAnswers = await verifiedFor(database.db, ids);
      return print(values.json ? JSON.stringify({ found, verifiedAnswers }) : proposal(found, verifiedAnswers));
    }

    const erasure = await eraseCustomer(ids, erasurePorts(config, database, say));
    const backups = knownBackups(config.dataDir);
    print(values.json ? JSON.stringify({ ...erasure, backups }) : done(erasure, backups));
  } finally {
    await database.db.destroy();
  }
}

function nameOf({ email, subject, conversation: conversations = [] }: Values): CustomerName {
  if (!email && !subject && conversations.length === 0)
    throw new UsageError("Say who: --email, --subject or --conversation.");
  return { conversations, subject: subject || null, email: email?.trim() || null };
}

function proposal(found: readonly FoundConversation[], verified: readonly VerifiedForCustomer[]): string {
  const lines = found.map(({ conversationId, startedAt, lastAt, messages }) => {
    const [from, until] = [startedAt, lastAt].map((at) => new Date(at).toISOString().slice(0, 10));
    return `  ${conversationId}  ${from} to ${until}, ${messages} messages`;
  });
  return [
    `${counted(found.length)} would be erased:`,
    ...lines,
    ...named(verified, "would go, too: no customer would get it any more."),
    "Nothing was erased. Add --yes to do it.",
  ].join("\n");
}

function named(verified: readonly VerifiedForCustomer[], what: string): string[] {
  if (verified.length === 0) return [];
  const lines = verified.map(({ question, phrasings }) => {
    const further = phrasings === 0 ? "" : `, and ${phrasings} further ${phrasings === 1 ? "phrasing" : "phrasings"}`;
    return `  "${question.replace(/\s+/g, " ")}"${further}`;
  });
  return [`What your team answered to ${verified.length === 1 ? "this" : "each of these"} ${what}`, ...lines];
}

function done({ conversations, verifiedAnswers }: CustomerErasure, backups: readonly KnownBackup[]): string {
  const made = backups.map(({ file, createdAt }) => `  ${file}, of ${createdAt}`);
  return [
    `${counted(conversations.length)} ${conversations.length === 1 ? "was" : "were"} erased.`,
    ...named(verifiedAnswers, "went, too: no customer gets it any more."),
    ...(made.length > 0 ? ["Backups made before still hold them, and were not touched:", ...made] : []),
  ].join("\n");
}

const counted = (conversations: number) => `${conversations} ${conversations === 1 ? "conversation" : "conversations"}`;

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
