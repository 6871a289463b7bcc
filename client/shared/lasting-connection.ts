import { openSession, type SocketSession } from "./socket-session.ts";
import type { OpenTransport } from "./transport.ts";

export type LastingOptions = {
  /** Origin of the server, e.g. "https://chat.example.com". */
  server: string;
  namespace: string;
  /** Asked at each attempt, because what it holds changes between them. */
  auth: () => object;
  /** A transport that brings no welcome gives its place to the next. */
  transports: readonly OpenTransport[];
  /** The event from which on the server has let us in. */
  welcome: string;
  onEvent: (name: string, payload: unknown) => void;
  /** The connection is gone or could not be made; the next attempt is already planned. */
  onLost: () => void;
  /** False when the refusal may pass: then the next attempt is planned as after a loss. */
  onRefused: (code: string | undefined) => boolean;
};

const FIRST_RETRY_MS = 500;
/** A restart takes seconds, so at first nobody waits longer than this for a server that is back. */
const RESTART_RETRY_MS = 4_000;
/** After so many failures, half a minute, it is an outage, and asked after seldom. */
const RESTART_FAILURES = 10;
const OUTAGE_RETRY_MS = 15_000;

/** A connection to one namespace that is made again whenever it is lost. */
export class LastingConnection {
  readonly #options: LastingOptions;
  #session: SocketSession | null = null;
  #welcome = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LastingOptions) {
    this.#options = options;
  }

  /** Attempts at once, also during the wait for the next attempt. Does nothing while connected. */
  connect(): void {
    if (this.#session) return;
    clearTimeout(this.#retry);
    this.#welcome = false;
    const { server, namespace, auth, transports } = this.#options;
    this.#session = openSession({
      server,
      namespace,
      auth: auth(),
      open: transports[this.#failures % transports.length]!,
      onEvent: (name, payload) => this.#receive(name, payload),
      onRefused: (data) => this.#refused(data?.code),
      onClose: () => this.#lost(),
    });
  }

  disconnect(): void {
    clearTimeout(this.#retry);
    this.#session?.close();
    this.#session = null;
    this.#welcome = false;
  }

  /** Gives the connection up without waiting for it to time out. */
  lose(): void {
    if (!this.#session) return;
    this.#session.close();
    this.#lost();
  }

  /** Resolves to null while there is no connection, and when it went before the acknowledgement came. */
  async emit(event: string, payload: unknown): Promise<unknown> {
    return this.#welcome && this.#session ? this.#session.emit(event, payload) : null;
  }

  #receive(name: string, payload: unknown): void {
    if (name === this.#options.welcome) {
      this.#welcome = true;
      this.#failures = 0;
    }
    this.#options.onEvent(name, payload);
  }

  #refused(code: string | undefined): void {
    // Before it is told: whoever hears of it may connect at once.
    this.#session = null;
    if (!this.#options.onRefused(code)) this.#lost();
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
 * Milliseconds until the next attempt: doubled with each failure up to a limit, half of it by chance, so that a
 * restarted server is not met by all widgets at once. @param random 0..1
 */
export function retryDelay(failures: number, random: number): number {
  const most = failures < RESTART_FAILURES ? RESTART_RETRY_MS : OUTAGE_RETRY_MS;
  return Math.min(most, FIRST_RETRY_MS * 2 ** failures) * (0.5 + random / 2);
}
