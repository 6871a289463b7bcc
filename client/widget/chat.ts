import type { ConnectErrorCode, ErrorCode, PlainAck } from "../../src/protocol/visitor.ts";
import type { ConnectVisitor, VisitorConnection, VisitorEvent } from "../shared/visitor-connection.ts";
import {
  afterHappening,
  answerInProgress,
  type Conversation,
  emptyConversation,
  type Happening,
} from "./conversation.ts";
import { type KeyValueStore, type Outbox, outbox, type Unsent } from "./outbox.ts";

export type Verdict = "up" | "down";

export type ChatState = {
  conversation: Conversation;
  /** `idle` until the customer opens the chat or has a conversation to come back to; `outdated`: reload the page. */
  connection: "idle" | "connecting" | "online" | "reconnecting" | "outdated";
  unsent: readonly Unsent[];
  draft: string;
  open: boolean;
  /** Highest cursor that the customer has seen. */
  readTo: number;
  /** By the answer's id. */
  verdicts: Readonly<Record<string, Verdict>>;
  /** Why the last rating, stop or call for a person did not arrive. */
  trouble: ErrorCode | "lost" | null;
};

export type ChatPorts = {
  server: string;
  connect: ConnectVisitor;
  /** Shared by the tabs and kept when they close: token, unsent messages, verdicts. */
  kept: KeyValueStore;
  /** This tab's own, kept over a reload: whether the panel is open, the draft. */
  tab: KeyValueStore;
  newId: () => string;
  now: () => number;
  /** Whether the page can be seen; an answer on a hidden tab is unread. */
  visible: () => boolean;
  onChange: (state: ChatState) => void;
};

/** What the widget knows and can do; every change of `state` is told once through `onChange`. */
export class Chat {
  readonly #ports: ChatPorts;
  readonly #connection: VisitorConnection;
  readonly #outbox: Outbox;
  #state: ChatState;
  #token: string | undefined;
  #delivering = false;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    this.#outbox = outbox(ports.kept, "unsent");
    this.#token = ports.kept.getItem("token") ?? undefined;
    this.#state = {
      conversation: emptyConversation,
      connection: "idle",
      unsent: this.#outbox.all(),
      draft: ports.tab.getItem("draft") ?? "",
      open: ports.tab.getItem("open") === "yes",
      readTo: Number(ports.kept.getItem("readTo")),
      verdicts: readVerdicts(ports.kept.getItem("verdicts")),
      trouble: null,
    };
    this.#connection = ports.connect({
      server: ports.server,
      credentials: () => this.#credentials(),
      onEvent: (event) => this.#receive(event),
      onLost: () => this.#set({ connection: "reconnecting" }),
      onRefused: (code) => this.#refused(code),
    });
  }

  /** A page view alone costs the server nothing: a socket opens when there is something to say or to come back to. */
  start(): void {
    this.#set({});
    if (this.#token || this.#state.open || this.#state.unsent.length > 0) this.#connectOnce();
  }

  get state(): ChatState {
    return this.#state;
  }

  networkLost(): void {
    this.#connection.lose();
  }

  /** Nobody waits for the next attempt when the network is known to be there. */
  networkBack(): void {
    if (this.#state.connection === "reconnecting") this.#connection.connect();
  }

  open(): void {
    this.#ports.tab.setItem("open", "yes");
    this.#set({ open: true });
    this.#connectOnce();
  }

  close(): void {
    this.#ports.tab.removeItem("open");
    this.#set({ open: false });
  }

  setDraft(draft: string): void {
    this.#ports.tab.setItem("draft", draft);
    this.#set({ draft });
  }

  ask(text: string): void {
    this.#outbox.add({ clientMessageId: this.#ports.newId(), text, refused: null });
    this.#outboxChanged();
    this.#connectOnce();
    void this.#deliver();
  }

  retry(clientMessageId: string): void {
    this.#outbox.retry(clientMessageId);
    this.#outboxChanged();
    void this.#deliver();
  }

  /** Takes a refused message back into the text field. */
  edit({ clientMessageId, text }: Unsent): void {
    this.#outbox.remove(clientMessageId);
    this.#outboxChanged();
    this.setDraft(text);
  }

  async rate(messageId: string, verdict: Verdict, comment?: string): Promise<void> {
    const { verdicts } = this.#state;
    this.#keepVerdicts({ ...verdicts, [messageId]: verdict });
    const rating = comment ? { messageId, verdict, comment } : { messageId, verdict };
    if (!(await this.#report(this.#connection.rate(rating)))) this.#keepVerdicts(verdicts);
  }

  async stop(): Promise<void> {
    const { conversation } = this.#state;
    const messageId = answerInProgress(conversation)?.id ?? conversation.entries.at(-1)?.id;
    if (messageId) await this.#report(this.#connection.stop({ messageId }));
  }

  async requestHuman(): Promise<void> {
    this.#keepToken();
    await this.#report(this.#connection.requestHuman({}));
  }

  /** Leaves the conversation behind; refused messages come along into the new one. */
  startAnew(): void {
    this.#forget();
    for (const { clientMessageId } of this.#state.unsent) this.#outbox.retry(clientMessageId);
    this.#outboxChanged();
    this.#reconnect();
  }

  /** Another tab changed what is kept. A tab that has said nothing yet joins the conversation begun there. */
  keptChanged(): void {
    const token = this.#ports.kept.getItem("token") ?? undefined;
    this.#set({ readTo: Math.max(this.#state.readTo, Number(this.#ports.kept.getItem("readTo"))) });
    if (!token || token === this.#token || this.#state.conversation.entries.length > 0) return;
    this.#token = token;
    this.#reconnect();
  }

  /** The customer looks at the conversation: what has arrived is read. */
  seen(): void {
    this.#set({});
  }

  #connectOnce(): void {
    if (this.#state.connection !== "idle") return;
    this.#set({ connection: "connecting" });
    this.#connection.connect();
  }

  #reconnect(): void {
    this.#connection.disconnect();
    this.#set({ connection: "connecting" });
    this.#connection.connect();
  }

  #credentials() {
    const { cursor } = this.#state.conversation;
    return { ...(this.#token ? { visitorToken: this.#token } : {}), ...(cursor > 0 ? { cursor } : {}) };
  }

  #receive(event: VisitorEvent): void {
    this.#happen(event);
    if (event.name !== "session") return;
    this.#token = event.payload.visitorToken;
    this.#set({ connection: "online" });
    // A server that was about to stop was busy; this one has just begun.
    for (const { clientMessageId, refused } of this.#outbox.all()) {
      if (refused === "busy") this.#outbox.retry(clientMessageId);
    }
    void this.#deliver();
  }

  #happen(happening: Happening): void {
    this.#set({ conversation: afterHappening(this.#state.conversation, happening, this.#ports.now()) });
  }

  /** Sends what waits, one by one in order; a lost reply is asked for again with the same id. */
  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    for (let next = this.#nextUnsent(); next; next = this.#nextUnsent()) {
      this.#keepToken();
      const { clientMessageId, text } = next;
      const reply = await this.#connection.ask({ clientMessageId, text });
      if (reply?.ok) this.#happen({ name: "acknowledged", payload: { ...reply, text } });
      if (reply?.ok) this.#outbox.remove(clientMessageId);
      else if (reply) this.#outbox.refuse(clientMessageId, reply.error.code);
      this.#outboxChanged();
    }
    this.#delivering = false;
  }

  /** From the first message on, before its reply: a reload meanwhile must come back to this conversation. */
  #keepToken(): void {
    if (this.#token) this.#ports.kept.setItem("token", this.#token);
  }

  #nextUnsent(): Unsent | undefined {
    return this.#state.connection === "online" ? this.#outbox.all().find(({ refused }) => !refused) : undefined;
  }

  #outboxChanged(): void {
    this.#set({ unsent: this.#outbox.all() });
  }

  async #report(sent: Promise<PlainAck | null>): Promise<boolean> {
    const reply = await sent;
    this.#set({ trouble: !reply ? "lost" : reply.ok ? null : reply.error.code });
    return reply?.ok ?? false;
  }

  #refused(code: ConnectErrorCode): void {
    if (code === "unsupported-protocol") {
      this.#set({ connection: "outdated" });
      return;
    }
    const kept = this.#ports.kept.getItem("token") ?? undefined;
    const newer = kept === this.#token ? undefined : kept;
    this.#forget();
    this.#token = newer;
    this.#connection.connect();
  }

  #forget(): void {
    this.#token = undefined;
    for (const key of ["token", "readTo", "verdicts"]) this.#ports.kept.removeItem(key);
    this.#set({ conversation: emptyConversation, readTo: 0, verdicts: {}, trouble: null });
  }

  #keepVerdicts(verdicts: ChatState["verdicts"]): void {
    this.#ports.kept.setItem("verdicts", JSON.stringify(verdicts));
    this.#set({ verdicts });
  }

  #set(change: Partial<ChatState>): void {
    const state = { ...this.#state, ...change };
    const { cursor } = state.conversation;
    if (state.open && cursor > state.readTo && this.#ports.visible()) {
      state.readTo = cursor;
      this.#ports.kept.setItem("readTo", String(cursor));
    }
    this.#state = state;
    this.#ports.onChange(state);
  }
}

function readVerdicts(stored: string | null): Record<string, Verdict> {
  try {
    return { ...(JSON.parse(stored ?? "{}") as Record<string, Verdict>) };
  } catch {
    return {};
  }
}
