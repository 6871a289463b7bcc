import type { OpenTransport } from "./transport.ts";

/** Engine.IO's separator between the packets of one HTTP body. */
const SEPARATOR = "\x1e";

/** Plain HTTP requests, for networks that let no WebSocket through: one waits for packets, one at a time sends. */
export const pollingTransport: OpenTransport = (server, { onPacket, onClose }) => {
  const aborter = new AbortController();
  const waiting: string[] = [];
  let address = `${server}/socket.io/?EIO=4&transport=polling`;
  let sending = false;

  const request = async (init: RequestInit): Promise<string> => {
    const response = await fetch(address, { ...init, signal: aborter.signal, cache: "no-store" });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return response.text();
  };

  const end = () => {
    if (!aborter.signal.aborted) onClose();
    aborter.abort();
  };

  const receive = async () => {
    while (!aborter.signal.aborted) {
      for (const packet of (await request({})).split(SEPARATOR)) {
        if (packet.startsWith("0")) address += `&sid=${(JSON.parse(packet.slice(1)) as { sid: string }).sid}`;
        if (!aborter.signal.aborted) onPacket(packet);
      }
    }
  };

  const flush = async () => {
    if (sending) return;
    sending = true;
    while (waiting.length > 0) await request({ method: "POST", body: waiting.splice(0).join(SEPARATOR) });
    sending = false;
  };

  receive().catch(end);
  return {
    send: (packet) => {
      waiting.push(packet);
      flush().catch(end);
    },
    close: () => aborter.abort(),
  };
};
