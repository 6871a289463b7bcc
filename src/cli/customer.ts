import { existsSync } from "node:fs";
import { join } from "node:path";
import { knownBackups } from "../backup/known-backups.ts";
import { erasurePorts } from "../compose-customers.ts";
import { readConfig } from "../config.ts";
import { openDatabase } from "../conversations/database.ts";
import { eraseCustomer } from "../customers/erase-customer.ts";
import { exportCustomer } from "../customers/export-customer.ts";
import { type CustomerName, findCustomer } from "../customers/find-customer.ts";
import { verifiedFor } from "../customers/verified-for.ts";
import { intentsLearntFrom } from "../learning/learnt-from.ts";
import { runCommand, UsageError, type ValuesOf } from "./command-line.ts";
import { done, proposal } from "./customer-words.ts";

const HELP = `
Usage: npm run customer -- export|erase WHO [--yes] [--json]

What is kept of one customer, in every place: conversations, prompts, notes, labels, verdicts, datasets, models.

  export   print everything as JSON
  erase    list the conversations that would go, the verified answers that were written in them, and the intents that
           no trained model would serve any more; with --yes, take them out of the data folder for good

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
      const going = {
        verifiedAnswers: await verifiedFor(database.db, ids),
        intents: await intentsLearntFrom(config.dataDir, ids),
      };
      return print(values.json ? JSON.stringify({ found, ...going }) : proposal(found, going));
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

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
