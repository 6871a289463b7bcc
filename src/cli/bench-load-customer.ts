import { PROTOCOL_VERSION } from "../protocol/version.ts";
import type { AnswerDelta, AnswerEnd, AskAck, Message, Session } from "../protocol/visitor.ts";
import { type LoadSocket, openLoadSocket } from "./bench-load-socket.ts";

/** What the customers measured, all together. Milliseconds, in the order in which they came. */
export type LoadBook = {
  session: number[];
  ack: { at: number; ms: number }[];
  firstDelta: number[];
  end: number[];
  bytesPerAnswer: number[];
  /** By code of the refusal, or by what became of a connection. */
  errors: Map<string, number>;
};

export type LoadCustomer = {
  /** Opens the conversation, or goes on with it after the last entry that is known. False: there was no session. */
  connect(): Promise<boolean>;
  /** `due`: when the question should have been sent, from which its times count, so that a late one is not flattered. */
  ask(text: string, due: number): void;
  /** Connected, and owed nothing. */
  idle(): boolean;
  connected(): boolean;
  cut(): void;
  leave(): void;
  acknowledged(): number;
  /** What a replay from the start shows, against what was acknowledged and told: one line for each broken promise. */
  verify(): Promise<string[]>;
};

type Asked = {
  clientMessageId: string;
  text: string;
  due: number;
  received: number;
  messageId?: string;
  cursor?: number;
};

export function loadCustomer(name: string, url: string, book: LoadBook, now: () => number): LoadCustomer {
  const kept: Asked[] = [];
  const told = new Map<string, number>();
  let socket: LoadSocket | null = null;
  let token: string | undefined;
  let cursor = 0;
  let session = false;
  let open: Asked | null = null;
  let growing: string | null = null;
  let asked = 0;

  function connect(): Promise<boolean> {
    const started = now();
    const auth = { protocol: PROTOCOL_VERSION, cursor, ...(token && { visitorToken: token }) };
    return new Promise((resolve) => {
      const opened: LoadSocket = openLoadSocket(url, auth, {
        onEvent(event, payload) {
          if (opened !== socket) return;
          if (event !== "session") return hear(event, payload);
          token = (payload as Session).visitorToken;
          session = true;
          book.session.push(now() - started);
          resolve(true);
          sendAgain();
        },
        onClosed(reason) {
          if (opened !== socket) return;
          if (socket) count(book.errors, reason);
          session = false;
          resolve(false);
        },
      });
      socket = opened;
    });
  }

  function hear(event: string, payload: unknown): void {
    if (event === "answer-delta") firstDelta(payload as AnswerDelta);
    else if (event === "answer-end") ended(payload as AnswerEnd);
    else if (event === "message") cursor = Math.max(cursor, (payload as Message).cursor);
  }

  function firstDelta({ messageId }: AnswerDelta): void {
    if (!open || growing === messageId) return;
    growing = messageId;
    book.firstDelta.push(now() - open.due);
  }

  function ended({ replyTo, cursor: at }: AnswerEnd): void {
    cursor = Math.max(cursor, at);
    told.set(replyTo, (told.get(replyTo) ?? 0) + 1);
    if (open?.messageId === replyTo) close(open);
  }

  function close({ due, received }: Asked): void {
    book.end.push(now() - due);
    if (socket && socket.received() >= received) book.bytesPerAnswer.push(socket.received() - received);
    open = null;
  }

  /** A question whose acknowledgement was lost with the connection is sent again under the same name. */
  function sendAgain(): void {
    if (open && open.messageId === undefined) send(open);
  }

  function send(question: Asked): void {
    const { clientMessageId, text, due } = question;
    question.received = socket!.received();
    socket!.emit("ask", { clientMessageId, text }, (reply) => {
      const ack = reply as AskAck;
      if (!ack.ok) {
        count(book.errors, ack.error.code);
        open = null;
        return;
      }
      book.ack.push({ at: now(), ms: now() - due });
      kept.push(Object.assign(question, { messageId: ack.messageId, cursor: ack.cursor }));
      cursor = Math.max(cursor, ack.cursor);
      // Where the first acknowledgement was lost, the answer may have come before this one.
      if (told.has(ack.messageId) && open === question) close(question);
    });
  }

  function cut(): void {
    const lost = socket;
    socket = null;
    session = false;
    lost?.cut();
  }

  async function verify(): Promise<string[]> {
    if (kept.length === 0) return [];
    cut();
    const replay = await replayed(url, token);
    return brokenPromises(kept, told, replay).map((problem) => `${name}: ${problem}`);
  }

  return {
    connect,
    ask(text, due) {
      asked += 1;
      open = { clientMessageId: `${asked}`, text, due, received: 0 };
      send(open);
    },
    idle: () => session && open === null,
    connected: () => session,
    cut,
    leave() {
      const left = socket;
      socket = null;
      left?.close();
    },
    acknowledged: () => kept.length,
    verify,
  };
}

/** Longest wait for a whole conversation; what has not come by then counts as missing. */
const REPLAY_MS = 20_000;

type Replay = { messages: Message[]; ends: AnswerEnd[] };

/** The whole conversation, as somebody sees it who comes without having any of it. */
function replayed(url: string, token: string | undefined): Promise<Replay | null> {
  const [messages, ends]: [Message[], AnswerEnd[]] = [[], []];
  let cursor = Number.POSITIVE_INFINITY;
  return new Promise((resolve) => {
    const socket = openLoadSocket(
      url,
      { protocol: PROTOCOL_VERSION, visitorToken: token },
      {
        onEvent(event, payload) {
          if (event === "session") cursor = (payload as Session).cursor;
          else if (event === "message") messages.push(payload as Message);
          else if (event === "answer-end") ends.push(payload as AnswerEnd);
          if (messages.length + ends.length >= cursor) finish();
        },
        onClosed: () => {
          clearTimeout(patience);
          resolve(null);
        },
      },
    );
    const patience = setTimeout(() => finish(), REPLAY_MS);
    const finish = () => {
      clearTimeout(patience);
      socket.close();
      resolve({ messages, ends });
    };
  });
}

function brokenPromises(kept: Asked[], told: Map<string, number>, replay: Replay | null): string[] {
  if (!replay) return ["refused on coming back"];
  const problems = kept.flatMap(({ text, clientMessageId, messageId }) => {
    const messages = replay.messages.filter((message) => message.messageId === messageId).length;
    const ends = replay.ends.filter(({ replyTo }) => replyTo === messageId).length;
    const heard = told.get(messageId!) ?? 0;
    return [
      ...(messages === 1 ? [] : [`question ${clientMessageId} ("${text}") is there ${messages} times`]),
      ...(ends === 1 ? [] : [`question ${clientMessageId} has ${ends} final answers`]),
      ...(heard === 1 ? [] : [`the answer to question ${clientMessageId} was told ${heard} times`]),
    ];
  });
  const strangers = replay.messages.length - kept.length;
  return strangers === 0 ? problems : [...problems, `${strangers} messages more than were acknowledged`];
}

function count(errors: Map<string, number>, what: string): void {
  errors.set(what, (errors.get(what) ?? 0) + 1);
}
