import { io, type Socket } from "socket.io-client";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import type { AnswerEnd, AskAck, Message, PlainAck, Session } from "../../protocol/visitor.ts";
import { inTime } from "./report.ts";

/** Generous on a busy machine, and far below what an input that hangs would take. */
export const PATIENCE_MS = 60_000;

/** Everything that was said is read, redacted and written at once. */
const EXPORT_MS = 600_000;

export type HttpReply = { status: number; type: string; text: string; headers: Headers };

/** One member of staff: their cookie and their socket. */
export type AttackedStaff = {
  cookie: string;
  call(method: string, path: string, body?: unknown): Promise<HttpReply>;
  send(event: string, payload: unknown): Promise<{ ok: boolean; error?: { code: string } }>;
  leave(): void;
};

export const OWNER = { email: "owner@desk.example", password: "a long enough password" };

/** Makes the owner's account and signs in. */
export async function hireOwner(url: string, token: string): Promise<AttackedStaff> {
  const account = { token, name: "Owner", ...OWNER };
  const entered = await callApi(url, "POST", "/setup", account);
  if (entered.status !== 200) throw new Error(`The owner could not be made: ${entered.text}`);
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  const socket = io(`${url}/staff`, {
    transports: ["websocket"],
    forceNew: true,
    extraHeaders: { cookie },
  });
  await inTime(new Promise((resolve) => socket.once("welcome", resolve)), PATIENCE_MS, "the owner's socket");
  return {
    cookie,
    call: (method, path, body) => callApi(url, method, path, body, { cookie }),
    send: (event, payload) => inTime(socket.emitWithAck(event, payload), PATIENCE_MS, `the staff's ${event}`),
    leave: () => void socket.disconnect(),
  };
}

export async function callApi(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<HttpReply> {
  const reply = await fetch(`${url}/api${path}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    redirect: "manual",
    signal: AbortSignal.timeout(path.startsWith("/export") ? EXPORT_MS : PATIENCE_MS),
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return {
    status: reply.status,
    type: reply.headers.get("content-type") ?? "",
    text: await reply.text(),
    headers: reply.headers,
  };
}

/** One customer's socket, and everything that came over it. */
export type AttackedCustomer = {
  socket: Socket;
  session: Session;
  /** Every event as it came, for searching in it. */
  heard: { event: string; payload: unknown }[];
  send(event: string, payload: unknown): Promise<AskAck | PlainAck>;
  /** Asks, and waits for the answer where the question was taken. */
  ask(text: string): Promise<{ ack: AskAck; end: AnswerEnd | null }>;
  messages(): Message[];
  leave(): void;
};

export async function newCustomer(url: string, auth: object = {}): Promise<AttackedCustomer> {
  const socket = io(`${url}/visitor`, {
    transports: ["websocket"],
    forceNew: true,
    auth: { protocol: PROTOCOL_VERSION, ...auth },
  });
  const heard: AttackedCustomer["heard"] = [];
  const ends = new Map<string, AnswerEnd>();
  let ended = () => {};
  socket.onAny((event: string, payload: unknown) => {
    heard.push({ event, payload });
    if (event !== "answer-end") return;
    ends.set((payload as AnswerEnd).replyTo, payload as AnswerEnd);
    ended();
  });
  const session = await inTime(
    new Promise<Session>((resolve) => socket.once("session", resolve)),
    PATIENCE_MS,
    "a visit",
  );
  const send = (event: string, payload: unknown) =>
    inTime(socket.emitWithAck(event, payload) as Promise<AskAck>, PATIENCE_MS, `the acknowledgement of ${event}`);
  const endOf = (messageId: string) =>
    new Promise<AnswerEnd>((resolve) => {
      ended = () => {
        const end = ends.get(messageId);
        if (end) resolve(end);
      };
      ended();
    });
  let asked = 0;

  return {
    socket,
    session,
    heard,
    send,
    async ask(text) {
      asked += 1;
      const ack = await send("ask", { clientMessageId: `attack-${asked}`, text });
      if (!ack.ok || !("messageId" in ack)) return { ack: ack as AskAck, end: null };
      return { ack, end: await inTime(endOf(ack.messageId), PATIENCE_MS, "an answer") };
    },
    messages: () => heard.flatMap(({ event, payload }) => (event === "message" ? [payload as Message] : [])),
    leave: () => void socket.disconnect(),
  };
}
