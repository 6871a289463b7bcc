// Longer than other files: these verbs share one state, and taking them apart would spread it.
import type { ConnectErrorCode, PlainAck } from "../../src/protocol/visitor.ts";
import { type After, type TypingNotice, typingNotice } from "../shared/typing-notice.ts";
import type { ConnectVisitor, VisitorConnection, VisitorEvent } from "../shared/visitor-connection.ts";
import type { ChatState } from "./chat-state.ts";
import { afterHappening, answerInProgress, emptyConversation, type Happening } from "./conversation.ts";
import { delivery } from "./delivery.ts";
import type { Memory, Verdict } from "./memory.ts";
import type { Unsent } from "./outbox.ts";

export type ChatPorts = {
  server: string;
  connect: ConnectVisitor;
  /** Who the customer is, signed by the host's server; asked at each attempt, because it expires within the hour. */
  identity: () => string | undefined;
  memory: Memory;
  newId: () => string;
  now: () => number;
  after: After;
  /** Whether the page can be seen; an answer on a hidden tab is unread. */
  visible: () => boolean;
  onChange: (state: ChatState) => void;
};

/** What the widget knows and can do; every change of `state` is told once through `onChange`. */
export class Chat {
  readonly #ports: ChatPorts;
  readonly #connection: VisitorConnection;
  readonly #memory: Memory;
  readonly #deliver: () => Promise<void>;
  readonly #typing: TypingNotice;
  #state: ChatState;
  #token: string | undefined;
  #calling = false;
  /** Asked for when there was no connection: asked for again when there is one. */
  #wishesPerson = false;

  constructor(ports: ChatPorts) {
    this.#ports = ports;
    this.#memory = ports.memory;
    const { token, outbox, draft, open, readTo, verdicts } = ports.memory;
    this.#token = token;
    this.#state = {
      conversation: emptyConversation,
      connection: "idle",
      unsent: outbox.all(),
      draft,
      open,
      readTo,
      verdicts,
      trouble: null,
    };
    this.#connection = ports.connect({
      server: ports.server,
      credentials: () => this.#credentials(),
      onEvent: (event) => this.#receive(event),
      onLost: () => this.#set({ connection: "reconnecting" }),
      onRefused: (code) => this.#refused(code),
    });
    this.#typing = typingNotice((typing) => void this.#connection.typing({ typing }), ports.after);
    this.#deliver = delivery({
      outbox,
      ask: (payload) => {
        this.#keepToken();
        return this.#connection.ask(payload);
      },
      online: () => this.#state.connection === "online",
      onAcknowledged: (payload) => this.#happen({ name: "acknowledged", payload }),
      onProgress: () => this.#outboxChanged(),
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
    this.#memory.open = true;
    this.#set({ open: true });
    this.#connectOnce();
  }

  close(): void {
    this.#memory.open = false;
    this.#set({ open: false });
  }

  setDraft(draft: string): void {
    this.#memory.draft = draft;
    this.#noteTyping(draft);
    this.#set({ draft });
  }

  ask(text: string): void {
    this.#memory.outbox.add({ clientMessageId: this.#ports.newId(), text, refused: null });
    this.#outboxChanged();
    this.#connectOnce();
    void this.#deliver();
  }

  retry(clientMessageId: string): void {
    this.#memory.outbox.retry(clientMessageId);
    this.#outboxChanged();
    void this.#deliver();
  }

  /** Takes a refused message back into the text field. */
  edit({ clientMessageId, text }: Unsent): void {
    this.#memory.outbox.remove(clientMessageId);
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
    const messageId =
      answerInProgress(conversation)?.id ?? conversation.entries.findLast(({ kind }) => kind === "customer")?.id;
    if (messageId) await this.#report(this.#connection.stop({ messageId }));
  }

  /** A second click before the first is answered is the same wish. */
  async requestHuman(): Promise<void> {
    if (this.#calling) return;
    this.#calling = true;
    this.#keepToken();
    await this.#report(this.#connection.requestHuman({}));
    this.#calling = false;
    this.#wishesPerson = this.#state.trouble === "lost";
  }

  /** Resolves to why the address was not kept; null when it was. */
  async leaveEmail(email: string): Promise<ChatState["trouble"]> {
    const reply = await this.#connection.leaveEmail({ email });
    if (!reply) return "lost";
    return reply.ok ? null : reply.error.code;
  }

  /** Leaves the conversation behind; refused messages come along into the new one. */
  startAnew(): void {
    this.#forget();
    for (const { clientMessageId } of this.#state.unsent) this.#memory.outbox.retry(clientMessageId);
    this.#outboxChanged();
    this.#reconnect();
  }

  /** Another tab changed what is kept. A tab that has said nothing yet joins the conversation begun there. */
  keptChanged(): void {
    const { token, readTo, outbox } = this.#memory;
    this.#set({ readTo: Math.max(this.#state.readTo, readTo), unsent: outbox.all() });
    if (!token || token === this.#token || this.#state.conversation.entries.length > 0) return;
    this.#token = token;
    this.#reconnect();
  }

  /** The customer looks at the conversation: what has arrived is read. */
  seen(): void {
    this.#set({});
  }

  /** The bot waits for nobody's sentence: only people are told. */
  #noteTyping(draft: string): void {
    const { owner } = this.#state.conversation;
    if (draft !== "" && (owner === "human" || owner === "queued")) this.#typing.typed();
    else this.#typing.stop();
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
    const identity = this.#ports.identity();
    return {
      ...(this.#token ? { visitorToken: this.#token } : {}),
      ...(cursor > 0 ? { cursor } : {}),
      ...(identity && { identity }),
    };
  }

  #receive(event: VisitorEvent): void {
    this.#happen(event);
    if (event.name !== "session") return;
    this.#token = event.payload.visitorToken;
    this.#set({ connection: "online", trouble: null });
    // A server that was about to stop was busy; this one has just begun.
    for (const { clientMessageId, refused } of this.#memory.outbox.all()) {
      if (refused === "busy") this.#memory.outbox.retry(clientMessageId);
    }
    void this.#deliver();
    if (this.#wishesPerson) void this.requestHuman();
  }

  #happen(happening: Happening): void {
    this.#set({ conversation: afterHappening(this.#state.conversation, happening, this.#ports.now()) });
  }

  /** From the first message on, before its reply: a reload meanwhile must come back to this conversation. */
  #keepToken(): void {
    this.#memory.token = this.#token;
  }

  #outboxChanged(): void {
    this.#set({ unsent: this.#memory.outbox.all() });
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
    // Another tab may have begun a new conversation since: then that one is ours as well.
    const newer = this.#memory.token;
    if (newer === this.#token) this.#forget();
    else this.#token = newer;
    this.#connection.connect();
  }

  #forget(): void {
    this.#token = undefined;
    this.#wishesPerson = false;
    this.#memory.forgetConversation();
    this.#set({ conversation: emptyConversation, readTo: 0, verdicts: {}, trouble: null });
  }

  #keepVerdicts(verdicts: ChatState["verdicts"]): void {
    this.#memory.verdicts = verdicts;
    this.#set({ verdicts });
  }

  #set(change: Partial<ChatState>): void {
    const state = { ...this.#state, ...change };
    const { cursor } = state.conversation;
    if (state.open && cursor > state.readTo && this.#ports.visible()) {
      state.readTo = cursor;
      this.#memory.readTo = cursor;
    }
    this.#state = state;
    this.#ports.onChange(state);
  }
}
