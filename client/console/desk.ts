import { mayUse, type Verb } from "../../src/protocol/roles.ts";
import type { EndReason, Reply } from "../../src/protocol/staff.ts";
import type { InboxCounts, Me } from "../../src/protocol/staff-http.ts";
import {
  type AckOf,
  type PayloadOf,
  StaffConnection,
  type StaffEvent,
  type StaffVerb,
} from "../shared/staff-connection.ts";
import { Outgoing } from "./inbox/outgoing.ts";
import { Unfinished, unfinishedName } from "./inbox/unfinished.ts";
import { Toasts } from "./parts/toasts.ts";
import { type Route, routeStore } from "./route.ts";
import { Store } from "./store.ts";
import { Api } from "./wire/api.ts";

/** `unknown` until the server has said whether the browser's cookie still counts. */
export type Who = { state: "unknown" } | { state: "nobody"; ended: EndReason | null } | { state: "signed-in"; me: Me };
export type Line = "connecting" | "open" | "lost";

type Granted<Ack> = Extract<Ack, { ok: true }>;
type Refused<Ack> = Extract<Ack, { ok: false }>;

const OFFLINE = "There is no connection to the server. Nothing was changed.";
const UNANSWERED = "The server did not answer. Look whether it was done before you try again.";
const COUNT_AT_MOST_EVERY_MS = 1_000;
/** Verbs that take a conversation from one list to another. */
const MOVES: readonly StaffVerb[] = ["take-over", "hand-back", "assign", "close", "snooze"];

/** What all pages share: who is signed in, the two wires to the server, the address, and what is said in passing. */
export class Desk {
  readonly who = new Store<Who>({ state: "unknown" });
  readonly line = new Store<Line>("connecting");
  readonly counts = new Store<InboxCounts | null>(null);
  readonly route: Store<Route>;
  readonly toasts = new Toasts();
  readonly api: Api;
  readonly unfinished: Unfinished;
  readonly outgoing: Outgoing;
  readonly #connection: StaffConnection;
  readonly #listeners = new Set<(event: StaffEvent) => void>();
  #counting: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly page: Window) {
    this.route = routeStore(page);
    let [shownPage] = this.route.state.path;
    this.route.subscribe(() => {
      const [next] = this.route.state.path;
      if (next !== shownPage) this.toasts.clear();
      shownPage = next;
    });
    this.unfinished = new Unfinished(page.sessionStorage);
    this.api = new Api({ fetch: page.fetch.bind(page), onSignedOut: () => this.#signedOut("ended") });
    this.#connection = new StaffConnection({
      server: page.location.origin,
      onEvent: (event) => this.#receive(event),
      onLost: () => this.line.set("lost"),
      onRefused: () => void this.start(),
    });
    this.outgoing = new Outgoing({
      deliver: (reply) => this.#connection.emit("reply", reply),
      takeBack: (reply, reason) => this.#takeBack(reply, reason),
    });
    // What the browser knows at once the socket finds out after the better part of a minute.
    page.addEventListener("offline", () => this.#connection.lose());
    // A socket may outlive a network that was gone for a while; what was asked meanwhile found nobody.
    page.addEventListener("online", () => this.who.state.state === "signed-in" && this.#connection.renew());
  }

  /** Finds out who is signed in. */
  async start(): Promise<void> {
    const result = await this.api.get<Me>("/session");
    if (result.ok) this.enter(result.value);
    else if (this.who.state.state === "unknown") this.who.set({ state: "nobody", ended: null });
  }

  enter(me: Me): void {
    this.outgoing.belongTo(me.staffId);
    this.who.set({ state: "signed-in", me });
    this.#connection.connect();
    this.count();
  }

  async leave(): Promise<void> {
    const result = await this.api.send("DELETE", "/session");
    if (!result.ok && result.error.code !== "signed-out") return this.toasts.say(result.error.message);
    this.unfinished.clear();
    this.outgoing.clear();
    this.#forget(null);
  }

  get me(): Me {
    if (this.who.state.state !== "signed-in") throw new Error("Nobody is signed in.");
    return this.who.state.me;
  }

  /** What is shown. What is allowed, the server decides. */
  may(verb: Verb): boolean {
    return this.who.state.state === "signed-in" && mayUse(this.who.state.me.role, verb);
  }

  go(link: string): void {
    this.page.location.hash = link;
  }

  listen(listener: (event: StaffEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Says why when the server refuses. Resolves to null when nothing was done. */
  async emit<V extends StaffVerb>(verb: V, payload: PayloadOf<V>): Promise<Granted<AckOf<V>> | null> {
    const wasOpen = this.line.state === "open";
    const ack = await this.#connection.emit(verb, payload);
    // Whoever moved a conversation looks at the lists next; the news of it is counted with what else happens.
    if (ack?.ok && MOVES.includes(verb)) this.count();
    if (ack?.ok) return ack as Granted<AckOf<V>>;
    this.toasts.say(ack ? (ack as Refused<AckOf<V>>).error.message : wasOpen ? UNANSWERED : OFFLINE);
    return null;
  }

  /** For what is sent in passing, where a failure is worth no word. Resolves once the server has heard it, or cannot. */
  mention<V extends StaffVerb>(verb: V, payload: PayloadOf<V>): Promise<unknown> {
    return this.#connection.emit(verb, payload);
  }

  count(): void {
    clearTimeout(this.#counting);
    this.#counting = undefined;
    void this.api.get<InboxCounts>("/inbox/counts").then((result) => result.ok && this.counts.set(result.value));
  }

  #receive(event: StaffEvent): void {
    if (event.name === "welcome") this.line.set("open");
    if (event.name === "signed-out") this.#signedOut(event.payload.reason);
    // Counts are asked for once per burst: a busy minute changes a hundred lines.
    if (event.name === "inbox") this.#counting ??= setTimeout(() => this.count(), COUNT_AT_MOST_EVERY_MS);
    for (const listener of this.#listeners) listener(event);
    // After the listeners, who watch their conversations again: nobody misses that the reply is there.
    if (event.name === "welcome") void this.outgoing.sendWaiting();
  }

  /** @returns whether the text stands in the reply box again, which it does not where another was begun */
  #takeBack({ conversationId, text, citations = [] }: Reply, reason: string): boolean {
    this.toasts.say(`Your reply was not sent. ${reason}`);
    const name = unfinishedName(this.me.staffId, "reply", conversationId);
    if (this.unfinished.read(name).text.trim()) return false;
    this.unfinished.keep(name, { text, citations });
    return true;
  }

  #signedOut(reason: EndReason): void {
    const { state } = this.who;
    // A request that was under way when the socket heard why knows only that the session is over.
    if (state.state === "nobody" && state.ended) return;
    this.#forget(state.state === "signed-in" ? reason : null);
  }

  /** @param ended why the session is over, which the sign-in page explains; null: the person left */
  #forget(ended: EndReason | null): void {
    this.#connection.disconnect();
    clearTimeout(this.#counting);
    this.counts.set(null);
    this.who.set({ state: "nobody", ended });
  }
}
