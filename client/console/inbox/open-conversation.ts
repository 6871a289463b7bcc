import type { ConversationView } from "../../../src/protocol/staff-http.ts";
import type { StaffEvent } from "../../shared/staff-connection.ts";
import type { Desk } from "../desk.ts";
import { Store } from "../store.ts";
import type { Failure } from "../wire/api.ts";
import { applyEvent, type Thread } from "./thread.ts";

/** What of the desk a conversation needs. */
export type ConversationPorts = Pick<Desk, "listen" | "mention"> & {
  api: Pick<Desk["api"], "get">;
  page: { document: Pick<Document, "visibilityState"> };
};

/** The conversation in front of somebody: watched while it is open, read again when a lost connection is back. */
export class OpenConversation {
  readonly thread = new Store<Thread | null>(null);
  readonly failure = new Store<Failure | null>(null);
  /** For each reading under way the events that came meanwhile: what is read may be from before them. */
  readonly #early = new Set<{ event: StaffEvent; at: number }[]>();
  #leave: (() => void) | null = null;

  constructor(
    readonly id: string,
    readonly desk: ConversationPorts,
    readonly now: () => number,
  ) {}

  open(): void {
    this.#leave = this.desk.listen((event) => this.#receive(event));
    void this.read();
  }

  close(): void {
    this.#leave?.();
    this.#leave = null;
    void this.desk.mention("unwatch", { conversationId: this.id });
  }

  ignoreDraft(): void {
    const thread = this.thread.state;
    if (thread) this.thread.set({ ...thread, view: { ...thread.view, draft: null } });
  }

  /** Events first, and what was before them only once the server tells them: nothing falls in between. */
  async read(): Promise<void> {
    const early: { event: StaffEvent; at: number }[] = [];
    this.#early.add(early);
    await this.desk.mention("watch", { conversationId: this.id });
    const result = await this.desk.api.get<ConversationView>(`/conversations/${encodeURIComponent(this.id)}`);
    this.#early.delete(early);
    if (!this.#leave) return;
    if (!result.ok) return this.failure.set(result.error);
    this.failure.set(null);
    const { cursor } = result.value;
    const read: Thread = { view: result.value, read: cursor, streaming: null, typing: [], customerTyping: false };
    this.thread.set(early.reduce((thread, { event, at }) => applyEvent(thread, event, at), read));
    this.#markRead();
  }

  #receive(event: StaffEvent): void {
    if (event.name === "welcome") void this.read();
    for (const early of this.#early) early.push({ event, at: this.now() });
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
      void this.desk.mention("mark-read", { conversationId: this.id, cursor: thread.view.cursor });
  }
}
