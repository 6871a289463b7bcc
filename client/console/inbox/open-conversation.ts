import type { Reply } from "../../../src/protocol/staff.ts";
import type { ConversationView } from "../../../src/protocol/staff-http.ts";
import type { StaffEvent } from "../../shared/staff-connection.ts";
import type { Desk } from "../desk.ts";
import { Store } from "../store.ts";
import type { Failure } from "../wire/api.ts";
import { applyEvent, type Thread } from "./thread.ts";

/** What of the desk a conversation needs. */
export type ConversationPorts = Pick<Desk, "listen" | "mention" | "emit"> & {
  api: Pick<Desk["api"], "get">;
  page: { document: Pick<Document, "visibilityState"> };
};

/** A reply on its way. It stays in sight until the server has it, and can be sent again when it has not. */
export type Unsent = Reply & { failed: boolean };

/** The conversation in front of somebody: watched while it is open, read again when a lost connection is back. */
export class OpenConversation {
  readonly thread = new Store<Thread | null>(null);
  readonly failure = new Store<Failure | null>(null);
  #reading = false;
  /** Events that came while the conversation was being read: what is read may be from before them. */
  #early: { event: StaffEvent; at: number }[] = [];
  #leave: (() => void) | null = null;

  constructor(
    readonly id: string,
    readonly desk: ConversationPorts,
    readonly now: () => number,
    readonly unsent = new Store<readonly Unsent[]>([]),
  ) {}

  open(): void {
    this.#leave = this.desk.listen((event) => this.#receive(event));
    this.read();
  }

  close(): void {
    this.#leave?.();
    this.#leave = null;
    this.desk.mention("unwatch", { conversationId: this.id });
  }

  async send(reply: Reply): Promise<void> {
    const others = this.unsent.state.filter((one) => one.clientMessageId !== reply.clientMessageId);
    this.unsent.set([...others, { ...reply, failed: false }]);
    const ack = await this.desk.emit("reply", reply);
    this.unsent.set(
      ack
        ? this.unsent.state.filter((one) => one.clientMessageId !== reply.clientMessageId)
        : this.unsent.state.map((one) =>
            one.clientMessageId === reply.clientMessageId ? { ...one, failed: true } : one,
          ),
    );
  }

  ignoreDraft(): void {
    const thread = this.thread.state;
    if (thread) this.thread.set({ ...thread, view: { ...thread.view, draft: null } });
  }

  /** Events first, then what was before them: nothing falls in between. */
  read(): void {
    this.#reading = true;
    this.#early = [];
    this.desk.mention("watch", { conversationId: this.id });
    void this.desk.api.get<ConversationView>(`/conversations/${encodeURIComponent(this.id)}`).then((result) => {
      if (!this.#leave) return;
      this.#reading = false;
      if (!result.ok) return this.failure.set(result.error);
      this.failure.set(null);
      const { cursor } = result.value;
      const read: Thread = { view: result.value, read: cursor, streaming: null, typing: [], customerTyping: false };
      this.thread.set(this.#early.reduce((thread, { event, at }) => applyEvent(thread, event, at), read));
      this.#early = [];
      this.#markRead();
    });
  }

  #receive(event: StaffEvent): void {
    if (event.name === "welcome") this.read();
    if (this.#reading) this.#early.push({ event, at: this.now() });
    const thread = this.thread.state;
    if (!thread) return;
    const next = applyEvent(thread, event, this.now());
    this.thread.set(next);
    if (next.view.cursor > thread.view.cursor) this.#markRead();
  }

  /** What stands in a hidden tab is not read. */
  #markRead(): void {
    const thread = this.thread.state;
    if (thread && this.desk.page.document.visibilityState === "visible")
      this.desk.mention("mark-read", { conversationId: this.id, cursor: thread.view.cursor });
  }
}
