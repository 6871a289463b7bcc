import { PROTOCOL_VERSION } from "../../src/protocol/version.ts";
import type {
  Ask,
  AskAck,
  LeaveEmail,
  PlainAck,
  Rate,
  RequestHuman,
  Stop,
  VisitorToServer,
} from "../../src/protocol/visitor.ts";
import { pollingTransport } from "./polling-transport.ts";
import { openSession, type SocketSession } from "./socket-session.ts";
import type { OpenTransport } from "./transport.ts";
import type { ConnectionOptions, ConnectVisitor, VisitorConnection, VisitorEvent } from "./visitor-connection.ts";
import { webSocketTransport } from "./web-socket-transport.ts";

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;

/** WebSocket where it gets through, else polling: a transport that brings no session gives its place to the next. */
const TRANSPORTS: readonly OpenTransport[] = [webSocketTransport, pollingTransport];

/** Connects to the namespace `/visitor` of a Socket.IO server, and again whenever the connection is lost. */
export const connectVisitor: ConnectVisitor = (options) => new SocketConnection(options);

class SocketConnection implements VisitorConnection {
  readonly #options: ConnectionOptions;
  #session: SocketSession | null = null;
  #welcome = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  connect(): void {
    if (this.#session) return;
    clearTimeout(this.#retry);
    this.#welcome = false;
    this.#session = openSession({
      server: this.#options.server,
      namespace: "/visitor",
      auth: { protocol: PROTOCOL_VERSION, ...whereabouts(), ...this.#options.credentials() },
      open: TRANSPORTS[this.#failures % TRANSPORTS.length]!,
      onEvent: (name, payload) => this.#receive({ name, payload } as VisitorEvent),
      onRefused: (data) => this.#refused(data?.code),
      onClose: () => this.#lost(),
    });
  }

  disconnect(): void {
    clearTimeout(this.#retry);
    this.#session?.close();
    this.#session = null;
  }

  lose(): void {
    if (!this.#session) return;
    this.#session.close();
    this.#lost();
  }

  ask = (payload: Ask) => this.#emit<AskAck>("ask", payload);
  rate = (payload: Rate) => this.#emit<PlainAck>("rate", payload);
  stop = (payload: Stop) => this.#emit<PlainAck>("stop", payload);
  requestHuman = (payload: RequestHuman) => this.#emit<PlainAck>("request-human", payload);
  leaveEmail = (payload: LeaveEmail) => this.#emit<PlainAck>("leave-email", payload);

  /** Nothing is held back while disconnected: the outbox does that, and outlives the page. */
  async #emit<Reply>(event: keyof VisitorToServer, payload: object): Promise<Reply | null> {
    return this.#welcome ? ((await this.#session?.emit(event, payload)) as Reply | null) : null;
  }

  #receive(event: VisitorEvent): void {
    if (event.name === "session") {
      this.#welcome = true;
      this.#failures = 0;
    }
    this.#options.onEvent(event);
  }

  #refused(code: string | undefined): void {
    this.#session = null;
    if (code === "bad-token" || code === "unsupported-protocol") this.#options.onRefused(code);
    else this.#lost();
  }

  #lost(): void {
    this.#session = null;
    if (!this.#welcome) this.#failures += 1;
    this.#welcome = false;
    this.#retry = setTimeout(() => this.connect(), retryDelay(this.#failures, Math.random()));
    this.#options.onLost();
  }
}

/**
 * Milliseconds until the next attempt: doubled with each failure, half of it by chance, so that a restarted server is
 * not met by all widgets at once. @param random 0..1
 */
export function retryDelay(failures: number, random: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures) * (0.5 + random / 2);
}

/** For the person who answers. Without the query and the fragment, which may hold what is nobody's business. */
function whereabouts(): { page?: string; locale?: string } {
  const { location, navigator } = globalThis as Partial<typeof globalThis>;
  return {
    ...(location && { page: location.origin + location.pathname }),
    ...(navigator && { locale: navigator.language }),
  };
}
