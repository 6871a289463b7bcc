import { setTimeout as wait } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import type { AnswerDelta, AnswerEnd, AskAck, Message, Session } from "../../protocol/visitor.ts";

/** A customer who remembers what was acknowledged, and holds the server to it. */
export type ChaosCustomer = {
  /** Asks one question after the other; resolves when the server is gone, or it is told that this is over. */
  askUntil(url: string, over?: AbortSignal): Promise<void>;
  /** Sends again what was not acknowledged, waits for all answers, and compares. One line for each broken promise. */
  settle(url: string): Promise<string[]>;
  acknowledged(): number;
  answered(): number;
  /** How often a question was refused as `busy`. */
  refused(): number;
  /** Whether an answer is on its way of which the customer has seen something. */
  reads(): boolean;
  /** What was acknowledged so far, and where. */
  kept(): { conversationId: string | null; texts: string[] };
};

type Kept = { text: string; messageId: string; cursor: number };
type Line = {
  socket: Socket;
  session: Session;
  messages: Message[];
  ends: AnswerEnd[];
  /** Answers of which something was shown and that have not ended. */
  begun: Set<string>;
  closed: Promise<"closed">;
};

/** Far longer than a restarted server needs; past it an answer counts as missing. */
const SETTLE_MS = 60_000;

/** Before a refused question is sent again, unless an answer ends earlier. */
const AGAIN_MS = 100;

export function chaosCustomer(name: string): ChaosCustomer {
  const kept = new Map<string, Kept>();
  /** Sent and not acknowledged: kept or not, nobody knows yet. */
  const unsure = new Map<string, string>();
  let line: Line | null = null;
  let token: string | undefined;
  let conversationId: string | null = null;
  let [asked, answered, refused] = [0, 0, 0];

  async function askUntil(url: string, over?: AbortSignal): Promise<void> {
    line = await open(url);
    while (line?.socket.connected && !over?.aborted) {
      asked += 1;
      const id = `${name}, message ${asked}`;
      unsure.set(id, `Can I return parcel ${asked} of ${name}?`);
      await ask(line, id, over);
    }
    line?.socket.disconnect();
  }

  async function open(url: string): Promise<Line | null> {
    const opened = await connect(url, token);
    if (opened) ({ visitorToken: token, conversationId } = opened.session);
    return opened;
  }

  /** Until it is acknowledged, the connection is lost, or it is over. A busy server is asked again. */
  async function ask({ socket, closed }: Line, clientMessageId: string, over?: AbortSignal): Promise<void> {
    const text = unsure.get(clientMessageId)!;
    while (!over?.aborted) {
      const sent = socket.emitWithAck("ask", { clientMessageId, text }) as Promise<AskAck>;
      const ack = await Promise.race([sent.catch(() => "closed" as const), closed]);
      if (ack === "closed") return;
      if (ack.ok) {
        kept.set(clientMessageId, { text, messageId: ack.messageId, cursor: ack.cursor });
        unsure.delete(clientMessageId);
        return;
      }
      refused += 1;
      const ended = new Promise((resolve) => socket.once("answer-end", resolve));
      await Promise.race([ended, wait(AGAIN_MS), closed]);
    }
  }

  async function settle(url: string): Promise<string[]> {
    const now = await open(url);
    if (!now) return [`${name}: refused after the fault`];

    for (const id of [...unsure.keys()]) await ask(now, id);
    const complete = await allAnswered(now, kept.size);
    now.socket.disconnect();
    const replay = await connect(url, token);
    replay?.socket.disconnect();
    answered = replay?.ends.length ?? 0;
    return [
      ...(complete ? [] : ["an acknowledged question was not answered in time"]),
      ...(replay ? broken([...kept.values()], replay) : ["refused on coming back"]),
    ].map((problem) => `${name}: ${problem}`);
  }

  return {
    askUntil,
    settle,
    acknowledged: () => kept.size,
    answered: () => answered,
    refused: () => refused,
    reads: () => (line?.begun.size ?? 0) > 0,
    kept: () => ({ conversationId, texts: [...kept.values()].map(({ text }) => text) }),
  };
}

/** Connects and waits for the session and everything up to its cursor. Null when the server is gone meanwhile. */
async function connect(url: string, token: string | undefined): Promise<Line | null> {
  const auth = { protocol: PROTOCOL_VERSION, ...(token && { visitorToken: token }) };
  const socket = io(`${url}/visitor`, { auth, transports: ["websocket"], reconnection: false, forceNew: true });
  const [messages, ends]: [Message[], AnswerEnd[]] = [[], []];
  socket.on("message", (message: Message) => void messages.push(message));
  const begun = new Set<string>();
  socket.on("answer-delta", ({ messageId }: AnswerDelta) => void begun.add(messageId));
  socket.on("answer-end", (end: AnswerEnd) => {
    ends.push(end);
    begun.delete(end.messageId);
  });
  const closed = new Promise<"closed">((resolve) => {
    socket.once("disconnect", () => resolve("closed"));
    socket.once("connect_error", () => resolve("closed"));
  });

  const opened = new Promise<Session>((resolve) => socket.once("session", resolve));
  const session = await Promise.race([opened, closed]);
  if (session === "closed") return null;

  const line = { socket, session, messages, ends, begun, closed };
  return (await until(line, () => messages.length + ends.length >= session.cursor)) ? line : null;
}

async function allAnswered(line: Line, questions: number): Promise<boolean> {
  return until(line, () => new Set(line.ends.map(({ replyTo }) => replyTo)).size >= questions);
}

/** Looks again after each entry; false when the connection or the patience is at its end. */
function until({ socket, closed }: Line, holds: () => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (held: boolean) => {
      clearTimeout(patience);
      socket.off("message", look).off("answer-end", look);
      resolve(held);
    };
    const look = () => {
      if (holds()) finish(true);
    };
    const patience = setTimeout(() => finish(false), SETTLE_MS);
    socket.on("message", look).on("answer-end", look);
    void closed.then(() => finish(holds()));
    look();
  });
}

/** What a replay from the start shows, against what was acknowledged. */
function broken(kept: Kept[], { messages, ends }: Line): string[] {
  const problems: string[] = [];
  for (const { text, messageId, cursor } of kept) {
    const same = messages.filter((message) => message.text === text);
    if (same.length !== 1) problems.push(`"${text}" was acknowledged and is there ${same.length} times`);
    if (same[0] && (same[0].messageId !== messageId || same[0].cursor !== cursor)) {
      problems.push(`"${text}" was acknowledged under another id or cursor`);
    }
    const answers = ends.filter(({ replyTo }) => replyTo === messageId);
    if (answers.length !== 1) problems.push(`"${text}" has ${answers.length} final answers`);
  }
  if (messages.length !== kept.length) problems.push(`${messages.length} messages for ${kept.length} acknowledged`);

  const cursors = [...messages, ...ends].map(({ cursor }) => cursor).sort((a, b) => a - b);
  if (cursors.some((cursor, index) => cursor !== index + 1)) problems.push("the cursors are not 1, 2, 3, …");
  return problems;
}
