import { PROTOCOL_VERSION } from "../../src/protocol/version.ts";
import type { AskAck, PlainAck, VisitorToServer } from "../../src/protocol/visitor.ts";
import { LastingConnection } from "./lasting-connection.ts";
import { pollingTransport } from "./polling-transport.ts";
import type { ConnectVisitor, VisitorEvent } from "./visitor-connection.ts";
import { webSocketTransport } from "./web-socket-transport.ts";

/**
 * Connects to the namespace `/visitor` of a Socket.IO server: by WebSocket where it gets through, else by polling.
 *
 * @param language in which the widget speaks
 */
export const connectVisitor =
  (language: string): ConnectVisitor =>
  ({ server, credentials, onEvent, onLost, onRefused }) => {
    const connection = new LastingConnection({
      server,
      namespace: "/visitor",
      auth: () => ({ protocol: PROTOCOL_VERSION, language, ...whereabouts(), ...credentials() }),
      transports: [webSocketTransport, pollingTransport],
      welcome: "session",
      onEvent: (name, payload) => onEvent({ name, payload } as VisitorEvent),
      onLost,
      onRefused(code) {
        if (code !== "bad-token" && code !== "unsupported-protocol") return false;
        onRefused(code);
        return true;
      },
    });
    /** Nothing is held back while disconnected: the outbox does that, and outlives the page. */
    const emit = <Ack>(event: keyof VisitorToServer, payload: object) =>
      connection.emit(event, payload) as Promise<Ack | null>;

    return {
      connect: () => connection.connect(),
      disconnect: () => connection.disconnect(),
      lose: () => connection.lose(),
      ask: (payload) => emit<AskAck>("ask", payload),
      rate: (payload) => emit<PlainAck>("rate", payload),
      stop: (payload) => emit<PlainAck>("stop", payload),
      requestHuman: (payload) => emit<PlainAck>("request-human", payload),
      leaveEmail: (payload) => emit<PlainAck>("leave-email", payload),
      typing: (payload) => emit<PlainAck>("typing", payload),
    };
  };

/** For the person who answers. Without the query and the fragment, which may hold what is nobody's business. */
function whereabouts(): { page?: string; locale?: string } {
  const { location, navigator } = globalThis as Partial<typeof globalThis>;
  return {
    ...(location && { page: location.origin + location.pathname }),
    ...(navigator && { locale: navigator.language }),
  };
}
