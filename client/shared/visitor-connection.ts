import type {
  Ask,
  AskAck,
  ConnectErrorCode,
  LeaveEmail,
  PlainAck,
  Rate,
  RequestHuman,
  ServerToVisitor,
  Stop,
  Typing,
} from "../../src/protocol/visitor.ts";

/** What the server says, as one value: `{ name: "answer-delta", payload: AnswerDelta }`, … */
export type VisitorEvent = {
  [Name in keyof ServerToVisitor]: { name: Name; payload: Parameters<ServerToVisitor[Name]>[0] };
}[keyof ServerToVisitor];

export type ConnectionOptions = {
  /** Origin of the server, e.g. "https://chat.example.com". */
  server: string;
  /** Asked at each attempt, because the token and the cursor change between them. */
  credentials: () => { visitorToken?: string; cursor?: number; identity?: string };
  onEvent: (event: VisitorEvent) => void;
  /** The connection is gone or could not be made; the next attempt is already planned. */
  onLost: () => void;
  /** The server will not have us as we are, and no attempt follows: `connect` tries again with new credentials. */
  onRefused: (code: ConnectErrorCode) => void;
};

/** The customer's end of the wire. A verb resolves to null when the connection went before the reply came. */
export interface VisitorConnection {
  /** Attempts at once, also during the wait for the next attempt. Does nothing while connected. */
  connect(): void;
  disconnect(): void;
  /** The network is said to be gone: gives the connection up without waiting for it to time out. */
  lose(): void;
  ask(payload: Ask): Promise<AskAck | null>;
  rate(payload: Rate): Promise<PlainAck | null>;
  stop(payload: Stop): Promise<PlainAck | null>;
  requestHuman(payload: RequestHuman): Promise<PlainAck | null>;
  leaveEmail(payload: LeaveEmail): Promise<PlainAck | null>;
  typing(payload: Typing): Promise<PlainAck | null>;
}

export type ConnectVisitor = (options: ConnectionOptions) => VisitorConnection;
