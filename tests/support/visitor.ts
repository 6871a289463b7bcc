import { io, type Socket } from "socket.io-client";
import type { VisitorEvent } from "../../src/conversations/audience.ts";
import type { AskAck, PlainAck, Session } from "../../src/protocol/visitor.ts";

export type VisitorOptions = {
  token?: string;
  cursor?: number;
  /** Replaces the whole handshake. */
  auth?: Record<string, unknown>;
  headers?: Record<string, string>;
};

/** A customer's socket that remembers everything it was told. */
export type Visitor = {
  socket: Socket;
  /** Every event so far, in order. */
  heard: VisitorEvent[];
  session(): Session;
  ask(text: string, clientMessageId?: string): Promise<AskAck>;
  /** Sends any event with an acknowledgement callback. */
  send(event: string, ...payload: unknown[]): Promise<AskAck | PlainAck>;
  /** The first event of this name that no earlier `next` of this name returned, as soon as it is there. */
  next<Name extends VisitorEvent["event"]>(name: Name): Promise<Extract<VisitorEvent, { event: Name }>["payload"]>;
  /** The payload of a refused connection. */
  refused(): Promise<{ message: string; data?: { code: string } }>;
  leave(): void;
};

let clientMessages = 0;

export function openVisitor(url: string, { token, cursor, auth, headers }: VisitorOptions): Visitor {
  const socket = io(`${url}/visitor`, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    ...(headers && { extraHeaders: headers }),
    auth: auth ?? { protocol: 1, ...(token !== undefined && { visitorToken: token }), ...(cursor && { cursor }) },
  });
  const heard: VisitorEvent[] = [];
  const taken = new Map<string, number>();
  const listeners = new Set<() => void>();
  const refusals = new Promise<Error>((resolve) => socket.once("connect_error", resolve));
  socket.onAny((event, payload) => {
    heard.push({ event, payload });
    for (const listen of listeners) listen();
  });

  function next(name: string): Promise<never> {
    const wanted = taken.get(name) ?? 0;
    taken.set(name, wanted + 1);
    return new Promise((resolve) => {
      const look = () => {
        const found = heard.filter(({ event }) => event === name)[wanted];
        if (!found) return;
        listeners.delete(look);
        resolve(found.payload as never);
      };
      listeners.add(look);
      look();
    });
  }

  const send = (event: string, ...payload: unknown[]) => socket.emitWithAck(event, ...payload);

  return {
    socket,
    heard,
    session: () => heard.find(({ event }) => event === "session")!.payload as Session,
    ask: (text, clientMessageId = `client-${++clientMessages}`) => send("ask", { clientMessageId, text }),
    send,
    next,
    refused: async () => (await refusals) as Error & { data?: { code: string } },
    leave: () => void socket.disconnect(),
  };
}
