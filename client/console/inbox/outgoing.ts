import type { Reply } from "../../../src/protocol/staff.ts";
import type { AckOf } from "../../shared/staff-connection.ts";
import { Store } from "../store.ts";

/**
 * A reply on its way. It stays in sight until the server has it: `waiting` where nothing came back, so that the server
 * may or may not have it; `refused` where it has not.
 */
export type Unsent = Reply & { state: "sending" | "waiting" | "refused" };

/** What of the desk the replies on their way need. */
export type OutgoingPorts = {
  /** Resolves to null where no acknowledgement came. */
  deliver: (reply: Reply) => Promise<AckOf<"reply"> | null>;
  /** Says why, and resolves to whether the text has found its way back to where it is written. */
  takeBack: (reply: Reply, reason: string) => boolean;
};

/** The replies that the server has not taken yet: kept while somebody looks at another conversation. */
export class Outgoing {
  readonly #ports: OutgoingPorts;
  readonly #ofConversation = new Map<string, Store<readonly Unsent[]>>();
  #writer: string | null = null;

  constructor(ports: OutgoingPorts) {
    this.#ports = ports;
  }

  of(conversationId: string): Store<readonly Unsent[]> {
    const known = this.#ofConversation.get(conversationId) ?? new Store<readonly Unsent[]>([]);
    this.#ofConversation.set(conversationId, known);
    return known;
  }

  async send(reply: Reply): Promise<void> {
    const unsent = this.of(reply.conversationId);
    keep(unsent, { ...reply, state: "sending" });
    const ack = await this.#ports.deliver(reply);
    // After signing out it is nobody's any more.
    if (unsent !== this.of(reply.conversationId)) return;
    if (!ack) return keep(unsent, { ...reply, state: "waiting" });
    if (ack.ok || this.#ports.takeBack(reply, ack.error.message)) return drop(unsent, reply);
    keep(unsent, { ...reply, state: "refused" });
  }

  /** Whether the server has them is not known; it takes each once, however often it comes. In the order of writing. */
  async sendWaiting(): Promise<void> {
    const all = [...this.#ofConversation.values()].flatMap(({ state }) => state);
    for (const one of all) {
      const { state, ...reply } = one;
      // Another attempt, or a sign-out, may have come first.
      if (state === "waiting" && this.of(reply.conversationId).state.includes(one)) await this.send(reply);
    }
  }

  /** A session that ended leaves them to the same person alone: nothing goes out under another's name. */
  belongTo(staffId: string): void {
    if (this.#writer !== staffId) this.clear();
    this.#writer = staffId;
  }

  clear(): void {
    this.#ofConversation.clear();
  }
}

function keep(unsent: Store<readonly Unsent[]>, reply: Unsent): void {
  const known = unsent.state.some((one) => isSame(one, reply));
  unsent.set(known ? unsent.state.map((one) => (isSame(one, reply) ? reply : one)) : [...unsent.state, reply]);
}

function drop(unsent: Store<readonly Unsent[]>, reply: Reply): void {
  unsent.set(unsent.state.filter((one) => !isSame(one, reply)));
}

function isSame(one: Reply, other: Reply): boolean {
  return one.clientMessageId === other.clientMessageId;
}
