import type { ServerToStaff, StaffToServer } from "../../src/protocol/staff.ts";
import { LastingConnection } from "./lasting-connection.ts";
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

/** The staff's end of the wire: connects to the namespace `/staff`. */
export class StaffConnection {
  readonly #connection: LastingConnection;

  constructor({ server, onEvent, onLost, onRefused }: StaffConnectionOptions) {
    this.#connection = new LastingConnection({
      server,
      namespace: "/staff",
      auth: () => ({}),
      transports: [webSocketTransport],
      welcome: "welcome",
      onEvent: (name, payload) => onEvent({ name, payload } as StaffEvent),
      onLost,
      onRefused() {
        onRefused();
        return true;
      },
    });
  }

  connect(): void {
    this.#connection.connect();
  }

  disconnect(): void {
    this.#connection.disconnect();
  }

  /** Gives the connection up without waiting for it to time out. */
  lose(): void {
    this.#connection.lose();
  }

  /** Makes the connection anew, after which everything is read again. */
  renew(): void {
    this.lose();
    this.connect();
  }

  /** Resolves to null while there is no connection, and when it went before the acknowledgement came. */
  emit<Verb extends StaffVerb>(verb: Verb, payload: PayloadOf<Verb>): Promise<AckOf<Verb> | null> {
    return this.#connection.emit(verb, payload) as Promise<AckOf<Verb> | null>;
  }
}
