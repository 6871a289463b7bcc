export type TransportHandlers = {
  /** One Engine.IO packet, its type as the first character. */
  onPacket: (packet: string) => void;
  /** Once, however it ended; never after `close`. */
  onClose: () => void;
};

/** A way to carry Engine.IO packets (protocol 4, text only). */
export interface Transport {
  send(packet: string): void;
  close(): void;
}

/** @param server origin of the server; packets are exchanged at its `/socket.io/` */
export type OpenTransport = (server: string, handlers: TransportHandlers) => Transport;
