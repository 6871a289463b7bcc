import type { OpenTransport } from "./transport.ts";

export const webSocketTransport: OpenTransport = (server, { onPacket, onClose }) => {
  // "http…" becomes "ws…", "https…" becomes "wss…".
  const socket = new WebSocket(`${server.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`);
  let open = true;
  const end = () => {
    if (open) onClose();
    open = false;
  };
  socket.onmessage = ({ data }) => open && onPacket(String(data));
  socket.onclose = end;

  return {
    send: (packet) => socket.readyState === WebSocket.OPEN && socket.send(packet),
    close: () => {
      open = false;
      socket.close();
    },
  };
};
