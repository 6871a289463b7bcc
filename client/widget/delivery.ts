import type { Ask, AskAck } from "../../src/protocol/visitor.ts";
import type { Outbox, Unsent } from "./outbox.ts";

export type DeliveryPorts = {
  outbox: Outbox;
  /** Null when no reply came. */
  ask: (payload: Ask) => Promise<AskAck | null>;
  online: () => boolean;
  onAcknowledged: (message: { messageId: string; cursor: number; text: string }) => void;
  /** After each message that left the outbox or was refused. */
  onProgress: () => void;
};

/**
 * Sends what waits in the outbox, one by one in order, when called. A message without a reply is sent again with the
 * same id, so that the server takes it once.
 */
export function delivery({ outbox, ask, online, onAcknowledged, onProgress }: DeliveryPorts): () => Promise<void> {
  let running = false;
  const next = (): Unsent | undefined => (online() ? outbox.all().find(({ refused }) => !refused) : undefined);

  return async () => {
    if (running) return;
    running = true;
    for (let message = next(); message; message = next()) {
      const { clientMessageId, text } = message;
      const reply = await ask({ clientMessageId, text });
      if (reply?.ok) {
        onAcknowledged({ ...reply, text });
        outbox.remove(clientMessageId);
      } else if (reply) outbox.refuse(clientMessageId, reply.error.code);
      onProgress();
    }
    running = false;
  };
}
