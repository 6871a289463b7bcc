import type { ServerToStaff, StaffToServer } from "../../src/protocol/staff.ts";
import { retryDelay } from "./socket-connection.ts";
import { openSession, type SocketSession } from "./socket-session.ts";
import { webSocketTransport } from "./web-socket-transport.ts";

/** What the server says, as one value: `{ name: "message", payload }`, … */
export type StaffEvent = {
  [Name in keyof ServerToStaff]: { name: Name; payload: Parameters<ServerToStaff[Name]>[0] };
}[keyof ServerToStaff];

export type StaffVerb = keyof StaffToServer;
export type PayloadOf<Verb extends StaffVerb> = Parameters<StaffToServer[Verb]>[0];
export type AckOf<Verb extends StaffVerb> = Parameters<Parameters<StaffToServer[Verb]>[1]>[0];

export type StaffConnectionOptions = {
  /** Origin of the server, which is also the page's: the session's cookie is what admits. */
  server: string;
  onEvent: (event: StaffEvent) => void;
  /** The connection is gone; the next attempt is already planned. */
  onLost: () => void;
  /** The session is over. No attempt follows. */
  onRefused: () => void;
};

/** The staff's end of the wire: connects to the namespace `/staff`, and again whenever the connection is lost. */
export class StaffConnection {
  readonly #options: StaffConnectionOptions;
  #session: SocketSession | null = null;
  #welcome = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StaffConnectionOptions) {
    this.#options = options;
  }

  connect(): void {
    if (this.#session) return;
    clearTimeout(this.#retry);
    this.#welcome = false;
    this.#session = openSession({
      server: this.#options.server,
      namespace: "/staff",
      auth: {},
      open: webSocketTransport,
      onEvent: (name, payload) => this.#receive({ name, payload } as StaffEvent),
      onRefused: () => this.#refused(),
      onClose: () => this.#lost(),
    });
  }

  disconnect(): void {
    clearTimeout(this.#retry);
    this.#session?.close();
    this.#session = null;
    this.#welcome = false;
  }

  /** Resolves to null while there is no connection, and when it went before the acknowledgement came. */
  async emit<Verb extends StaffVerb>(verb: Verb, payload: PayloadOf<Verb>): Promise<AckOf<Verb> | null> {
    return this.#welcome ? ((await this.#session?.emit(verb, payload)) as AckOf<Verb> | null) : null;
  }

  #receive(event: StaffEvent): void {
    if (event.name === "welcome") {
      this.#welcome = true;
      this.#failures = 0;
    }
    this.#options.onEvent(event);
  }

  #refused(): void {
    this.disconnect();
    this.#options.onRefused();
  }

  #lost(): void {
    this.#session = null;
    if (!this.#welcome) this.#failures += 1;
    this.#welcome = false;
    this.#retry = setTimeout(() => this.connect(), retryDelay(this.#failures, Math.random()));
    this.#options.onLost();
  }
}
