import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { io, type Socket } from "socket.io-client";
import { z } from "zod";
import { composeAnswers, liveKnowledge } from "../compose-answers.ts";
import { projectRoot, readConfig } from "../config.ts";
import { openDatabase } from "../conversations/database.ts";
import { conversationsIn } from "../conversations/libsql-conversation-store.ts";
import { PROTOCOL_VERSION } from "../protocol/version.ts";
import type { AnswerEnd } from "../protocol/visitor.ts";
import { runCommand } from "./command-line.ts";
import { writeDemoHistory } from "./demo-history.ts";
import { writeRealConversations } from "./demo-real.ts";

const help = `
Usage: npm run demo-data [-- --url URL]

Fills the inbox of a running server: two dozen made-up customers ask, rate, and some of them want a person. Before
that, sixty made-up days are written into DATA_DIR, where the server keeps its data on this machine, so that Insights
has something to show, and three real conversations of a shop (from ABCD, a public data set). The made-up questions are
about the handbook, so start the server with the documentation that it ships with. A second run writes no second past.

  --url URL  where the server listens (default: this machine, at PORT)
`;

/** Written for this purpose; no customer ever said it. Licence: as the repository's. */
const SAMPLE = "src/cli/demo-conversations.json";
/** At once; more would meet the limit for one address. */
const TOGETHER = 6;
const CONNECT_MS = 5_000;

const conversationSchema = z.object({
  says: z.array(z.string()).min(1),
  rate: z.enum(["up", "down"]).optional(),
  comment: z.string().optional(),
  person: z.string().optional(),
});
type DemoConversation = z.infer<typeof conversationSchema>;

export const main = (argv: string[]): Promise<number> =>
  runCommand({ help, options: { url: { type: "string" } }, run }, argv);

async function run({ url = `http://127.0.0.1:${readConfig().PORT}` }: { url?: string }): Promise<void> {
  const past = await keepHistory();
  if (past > 0) process.stderr.write(`${past} conversations of the last sixty days.\n`);
  const sample = JSON.parse(readFileSync(join(projectRoot(), SAMPLE), "utf8"));
  const waiting = z.array(conversationSchema).parse(sample);
  const all = waiting.length;
  const customer = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await converse(url, next);
  };
  await Promise.all(Array.from({ length: TOGETHER }, customer));
  process.stderr.write(`${all} conversations. Open ${url}/console to see them.\n`);
}

/** Returns how many conversations are new. Nothing is written where no server keeps its data here. */
async function keepHistory(): Promise<number> {
  const config = readConfig();
  const file = join(config.dataDir, "switchboard.db");
  if (!existsSync(file)) return 0;

  // Quoted from the documentation: a past is not worth a model's price.
  const quoting = { ...config, CHAT_MODEL: "", OPENAI_API_KEY: "", OPENAI_BASE_URL: "", EMBEDDER: "static" };
  const answerQuestion = await composeAnswers(quoting, { knowledge: await liveKnowledge(quoting) });
  const database = openDatabase(file);
  const store = conversationsIn(database);
  try {
    const owner = await database.db.selectFrom("staff").select("id").orderBy("created_at").executeTakeFirst();
    const ports = { store, answerQuestion, staffId: owner?.id ?? "demo", now: Date.now() };
    return (await writeDemoHistory(ports)) + (await writeRealConversations(ports));
  } finally {
    await store.close();
  }
}

async function converse(url: string, { says, rate, comment, person }: DemoConversation): Promise<void> {
  const socket = await connected(url);
  try {
    let answered: AnswerEnd | null = null;
    for (const [at, text] of says.entries()) answered = await asked(socket, `demo-${at}`, text);
    if (rate && answered)
      await socket.emitWithAck("rate", { messageId: answered.messageId, verdict: rate, ...(comment && { comment }) });
    if (person) await socket.emitWithAck("request-human", { reason: person });
  } finally {
    socket.disconnect();
  }
}

function connected(url: string): Promise<Socket> {
  const auth = { protocol: PROTOCOL_VERSION };
  const socket = io(`${url}/visitor`, {
    auth,
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    timeout: CONNECT_MS,
  });
  return new Promise((resolve, reject) => {
    socket.once("session", () => resolve(socket));
    socket.once("connect_error", () => {
      socket.disconnect();
      reject(new Error(`No server answers at ${url}. Start it with npm start, or name its address with --url.`));
    });
  });
}

async function asked(socket: Socket, clientMessageId: string, text: string): Promise<AnswerEnd> {
  const answer = new Promise<AnswerEnd>((resolve) => socket.once("answer-end", resolve));
  const ack = await socket.emitWithAck("ask", { clientMessageId, text });
  if (!ack.ok) throw new Error(`The server refused a question: ${ack.error.message}`);
  return answer;
}
