import type { OpenTransport } from "./transport.ts";

export type SessionHandlers = {
  onEvent: (name: string, payload: unknown) => void;
  /** The server refused the namespace; `onClose` does not follow. @param data as in Socket.IO's `connect_error` */
  onRefused: (data: { code?: string } | undefined) => void;
  /** Once; never after `close`. */
  onClose: () => void;
};

/** One life of a connection: from the handshake until it is closed or lost. */
export interface SocketSession {
  /** Resolves to the acknowledgement, or to null when none came. */
  emit(event: string, payload: unknown): Promise<unknown>;
  close(): void;
}

export type SessionOptions = SessionHandlers & { server: string; namespace: string; auth: object; open: OpenTransport };

/** An acknowledgement follows a durable write; one that takes this long was lost. */
const ACK_TIMEOUT_MS = 15_000;
/** From the first byte to the welcome of the server. */
const HANDSHAKE_TIMEOUT_MS = 20_000;

/**
 * Speaks Socket.IO (protocol 5 over Engine.IO 4) for one namespace, text only: what this product needs of
 * socket.io-client at a sixth of its size. Formats: github.com/socketio/socket.io, docs/{engine,socket}.io-protocol.
 */
export function openSession({
  server,
  namespace,
  auth,
  open,
  onEvent,
  onRefused,
  onClose,
}: SessionOptions): SocketSession {
  const acks = new Map<number, (reply: unknown) => void>();
  let lastId = 0;
  let alive = patience(HANDSHAKE_TIMEOUT_MS, () => lost());
  let silence = HANDSHAKE_TIMEOUT_MS;

  const transport = open(server, { onPacket: (packet) => receive(packet), onClose: () => lost() });

  const end = () => {
    clearTimeout(alive);
    transport.close();
    for (const resolve of acks.values()) resolve(null);
    acks.clear();
  };
  const lost = () => {
    end();
    onClose();
  };

  /** Engine.IO: 0 open, 1 close, 2 ping, 4 message. */
  const receive = (packet: string) => {
    clearTimeout(alive);
    alive = patience(silence, lost);
    if (packet[0] === "0") {
      const { pingInterval, pingTimeout } = JSON.parse(packet.slice(1)) as {
        pingInterval: number;
        pingTimeout: number;
      };
      silence = pingInterval + pingTimeout;
      transport.send(`40${namespace},${JSON.stringify(auth)}`);
    } else if (packet[0] === "1") lost();
    else if (packet[0] === "2") transport.send("3");
    else if (packet[0] === "4") message(packet.slice(1));
  };

  /** Socket.IO: 1 disconnect, 2 event, 3 acknowledgement, 4 refusal; then namespace, id and JSON. */
  const message = (packet: string) => {
    const [, type, id, json] = /^(\d)[^,]*,(\d*)(.*)$/s.exec(packet) ?? [];
    const data: unknown = json ? JSON.parse(json) : undefined;
    if (type === "1") lost();
    else if (type === "2") onEvent(...(data as [string, unknown]));
    else if (type === "3") settle(acks, Number(id), (data as [unknown])[0]);
    else if (type === "4") {
      end();
      onRefused((data as { data?: { code?: string } }).data);
    }
  };

  return {
    emit: (event, payload) =>
      new Promise((resolve) => {
        const id = ++lastId;
        const timer = patience(ACK_TIMEOUT_MS, () => settle(acks, id, null));
        acks.set(id, (reply) => {
          clearTimeout(timer);
          resolve(reply);
        });
        transport.send(`42${namespace},${id}${JSON.stringify([event, payload])}`);
      }),
    close: end,
  };
}

function settle(acks: Map<number, (reply: unknown) => void>, id: number, reply: unknown): void {
  acks.get(id)?.(reply);
  acks.delete(id);
}

function patience(milliseconds: number, over: () => void): ReturnType<typeof setTimeout> {
  return setTimeout(over, milliseconds);
}
