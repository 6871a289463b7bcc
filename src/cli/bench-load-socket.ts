import WebSocket from "ws";

/**
 * One customer's socket, spoken by hand: Engine.IO 4 and Socket.IO 5 over WebSocket, at a fifth of what the real
 * client costs, so that the generator leaves the server its share of two cores.
 */
export type LoadSocket = {
  /** `acknowledged` is called once, unless the connection is lost before. */
  emit(event: string, payload: unknown, acknowledged: (ack: unknown) => void): void;
  /** Bytes of the payloads that came so far. */
  received(): number;
  /** Ends the connection without a farewell, as a lost network does. */
  cut(): void;
  close(): void;
};

export type LoadListener = {
  onEvent(event: string, payload: unknown): void;
  /** The server refused the namespace, or the connection ended. Once. */
  onClosed(reason: string): void;
};

const NAMESPACE = "/visitor";

export function openLoadSocket(url: string, auth: unknown, { onEvent, onClosed }: LoadListener): LoadSocket {
  const address = `${url.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address, { perMessageDeflate: false, skipUTF8Validation: true });
  const waiting = new Map<number, (ack: unknown) => void>();
  let asked = 0;
  let bytes = 0;
  let closed = false;

  socket.on("message", (data: Buffer) => {
    bytes += data.length;
    read(data.toString());
  });
  socket.on("error", ({ message }) => ended(message));
  socket.on("close", (code) => ended(`closed (${code})`));

  /** The first character is Engine.IO's: 0 open, 2 ping, 4 message; within a message the next is Socket.IO's. */
  function read(packet: string): void {
    if (packet.startsWith("0")) socket.send(`40${NAMESPACE},${JSON.stringify(auth)}`);
    else if (packet === "2") socket.send("3");
    else if (packet.startsWith("42")) onEvent(...(JSON.parse(bodyOf(packet)) as [string, unknown]));
    else if (packet.startsWith("43")) acknowledge(bodyOf(packet));
    else if (packet.startsWith("44")) ended(`refused: ${bodyOf(packet)}`);
  }

  function acknowledge(body: string): void {
    const start = body.indexOf("[");
    const id = Number(body.slice(0, start));
    waiting.get(id)?.((JSON.parse(body.slice(start)) as unknown[])[0]);
    waiting.delete(id);
  }

  function ended(reason: string): void {
    if (closed) return;
    closed = true;
    waiting.clear();
    onClosed(reason);
  }

  return {
    emit(event, payload, acknowledged) {
      asked += 1;
      waiting.set(asked, acknowledged);
      socket.send(`42${NAMESPACE},${asked}${JSON.stringify([event, payload])}`);
    },
    received: () => bytes,
    cut: () => socket.terminate(),
    close: () => socket.close(),
  };
}

function bodyOf(packet: string): string {
  return packet.slice(packet.indexOf(",") + 1);
}
