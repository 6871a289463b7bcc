import type { Owner } from "../protocol/conversation.ts";
import type { OwnLanguage } from "../protocol/prompts.ts";
import type { Ask, AskAck, ErrorCode, PlainAck, Rate, RequestHuman, Stop } from "../protocol/visitor.ts";
import { type AnswerRunnerPorts, answerRunner } from "./answer-runner.ts";
import type { VisitorEvent } from "./audience.ts";
import type { DraftedQuestion, KnownCustomer, OpenAnswer } from "./conversation-store.ts";
import { emailKept, handOffNotice, type Presence } from "./hand-off-notice.ts";
import { inTurn } from "./in-turn.ts";
import type { OpeningHours } from "./opening-hours.ts";
import { refusal } from "./refusal.ts";
import { type OnDraft, shadowDrafts } from "./shadow-drafts.ts";
import { type StaffTurnPorts, type StaffTurns, staffTurns } from "./staff-turns.ts";

export type DeskPorts = Omit<AnswerRunnerPorts, "inTurn" | "staffed" | "onHandedOff"> &
  Pick<StaffTurnPorts, "nameOf"> & {
    onDraft: OnDraft | null;
    /** At least 128 random bits. */
    newId: () => string;
    reception: Reception;
  };

export type Reception = () => Promise<Presence>;

export type AnswerLimits = {
  /** Answers that are written at once, over all conversations. */
  concurrency: number;
  /** Unfinished answers over all conversations; past it a new question is `busy`. */
  open: number;
  /** Unfinished answers of one conversation; past it a new question is `busy`. */
  openPerConversation: number;
};

/**
 * An answer takes about a second, most of which it waits: for a model, or between the words that it shows. So 256 at
 * once serve well over the 100 questions a second that one process is built for.
 */
export const ANSWER_LIMITS: AnswerLimits = { concurrency: 256, open: 2_000, openPerConversation: 10 };

export type DeskSettings = {
  /** Shown to a customer who asks for a person, while no staff exist. */
  contactText: string;
  /** Null: on duty is whoever is there. */
  openingHours: OpeningHours | null;
  /** Which of the bot's languages a text is written in; `otherwise` where the text does not tell. */
  languageOf: (text: string, otherwise: OwnLanguage) => OwnLanguage;
  limits: AnswerLimits;
};

export type Opened = { owner: Owner; cursor: number; missed: VisitorEvent[] };

export type Asker = {
  /** Its id in the audience: it gets no echo of its own message. */
  listenerId: string;
  /** Called before anything that follows from the question is told to anybody. */
  acknowledge: (ack: AskAck) => void;
};

/** What a customer may do. Expected refusals are returned as acknowledgements; faults of the store reject. */
export type ConversationDesk = {
  /**
   * Hands everything later than `cursor` to `enter`, which must start to listen before it returns: then nothing is
   * missed, doubled or out of order.
   */
  open(conversationId: string, cursor: number, enter: (opened: Opened) => void): Promise<void>;
  ask(conversationId: string, ask: Ask, asker: Asker): Promise<void>;
  rate(conversationId: string, rating: Rate): Promise<PlainAck>;
  /** Names the answer, or the question where its answer has not started yet. */
  stop(conversationId: string, stop: Stop): Promise<PlainAck>;
  /** @param shown the language of the customer's widget */
  requestHuman(conversationId: string, request: RequestHuman, shown: OwnLanguage): Promise<PlainAck>;
  /** Keeps an address to be answered at. */
  leaveEmail(conversationId: string, email: string, shown: OwnLanguage): Promise<PlainAck>;
  /** Keeps what the page and its server tell about the customer. */
  introduce(conversationId: string, customer: KnownCustomer): Promise<void>;
  /** Answers that wait or are written. */
  openAnswers(): number;
  /** The conversation was erased: what is still written for it is broken off. */
  forget(conversationId: string): Promise<void>;
  readonly staff: StaffTurns;
  /** Goes on with the answers that an earlier server left unfinished, in their order, then with its drafts for staff. */
  takeUp(unfinished: OpenAnswer[], undrafted: DraftedQuestion[]): void;
  /** Refuses new questions as `busy` and lets the answers end, for at most `ms`. */
  drain(ms: number): Promise<void>;
};

/** Of a conversation, the latest: enough to hear the customer's language. */
const TURNS_HEARD = 20;

/** Everything that changes a conversation goes through here, one step at a time within a conversation. */
export function conversationDesk(ports: DeskPorts, settings: DeskSettings): ConversationDesk {
  const { store, audience, clock, newId } = ports;
  const steps = inTurn();
  const staffed = async () => (await ports.reception()) !== "unstaffed";
  const runner = answerRunner({ ...ports, inTurn: steps, staffed, onHandedOff }, settings.limits.concurrency);
  const drafts = shadowDrafts(ports);
  let draining = false;

  async function ask(conversationId: string, { clientMessageId, text }: Ask, asker: Asker): Promise<void> {
    const [messageId, answerId] = [newId(), newId()];
    const full = draining || runner.size() >= settings.limits.open;
    const openLimit = full ? 0 : settings.limits.openPerConversation;
    const question = { conversationId, clientMessageId, messageId, answerId, text, at: clock(), openLimit };
    const kept = await store.keepQuestion(question);
    if (kept.kind === "refused") return asker.acknowledge(refusal(kept.code));

    asker.acknowledge({ ok: true, messageId: kept.messageId, cursor: kept.cursor });
    if (kept.kind === "repeated") return;

    const message = { cursor: kept.cursor, messageId, author: "customer" as const, text };
    audience.tell(conversationId, { event: "message", payload: message }, asker.listenerId);
    if (kept.answerOpened) runner.add({ conversationId, answerId, questionId: messageId, first: true });
    else drafts.write({ conversationId, questionId: messageId, cursor: kept.cursor, text });
  }

  async function callPerson(conversationId: string, reason: string | null, shown: OwnLanguage): Promise<PlainAck> {
    const state = await ports.reception();
    const at = clock();
    const { contactText, openingHours: hours } = settings;
    const language = await spokenIn(conversationId, shown);
    const notice = { messageId: newId(), ...handOffNotice(state, { hours, contactText, language, at }) };
    const request = { conversationId, reason, at, notice, queue: state !== "unstaffed" };
    const kept = await store.keepHumanRequest(request);
    if (kept.kind === "refused") return plainAck(kept.code);
    if (kept.kind === "repeated") return plainAck(null);

    if (kept.change) audience.tell(conversationId, { event: "owner", payload: kept.change });
    audience.tell(conversationId, { event: "message", payload: kept.message });
    return plainAck(null);
  }

  /** By all that the customer has said of late; a short text alone may not tell. */
  async function spokenIn(conversationId: string, shown: OwnLanguage): Promise<OwnLanguage> {
    const turns = await store.turnsBefore(conversationId, Number.MAX_SAFE_INTEGER, TURNS_HEARD);
    const said = turns.filter(({ author }) => author === "customer").map(({ text }) => text);
    return settings.languageOf(said.join("\n"), shown);
  }

  /** Asked for in words, a person is called as by the button; without staff the answer itself said all there is. */
  async function onHandedOff(conversationId: string): Promise<void> {
    if (await staffed()) await callPerson(conversationId, null, "en");
  }

  return {
    open: (conversationId, cursor, enter) =>
      steps(conversationId, async () => {
        const { entries, ...now } = await store.timeline(conversationId, cursor);
        enter({ ...now, missed: [...entries, ...runner.catchUp(conversationId)] });
      }),

    ask: (conversationId, question, asker) => steps(conversationId, () => ask(conversationId, question, asker)),

    async rate(conversationId, rating) {
      return plainAck((await store.rateAnswer(conversationId, rating, clock())) ? null : "not-found");
    },

    async stop(conversationId, { messageId }) {
      const answer = await store.answerState(conversationId, messageId);
      if (answer?.state === "open") runner.stop(answer.answerId);
      return plainAck(answer ? null : "not-found");
    },

    requestHuman: (conversationId, { reason }, shown) =>
      steps(conversationId, () => callPerson(conversationId, reason ?? null, shown)),

    leaveEmail: (conversationId, email, shown) =>
      steps(conversationId, async () => {
        const notice = { messageId: newId(), text: emailKept(await spokenIn(conversationId, shown)) };
        const message = await store.keepEmail({ conversationId, email, at: clock(), notice });
        if (message) audience.tell(conversationId, { event: "message", payload: message });
        return plainAck(message ? null : "closed");
      }),

    introduce: (conversationId, customer) => store.keepCustomer(conversationId, customer),
    openAnswers: runner.size,
    forget: (conversationId) => steps(conversationId, () => runner.cutOff(conversationId)),
    staff: staffTurns({ ...ports, inTurn: steps, runner, drafts }),

    takeUp(unfinished, undrafted) {
      for (const open of unfinished) runner.add({ ...open, first: false });
      drafts.takeUp(undrafted);
    },

    async drain(ms) {
      draining = true;
      await runner.drain(ms);
    },
  };
}

function plainAck(code: ErrorCode | null): PlainAck {
  return code ? refusal(code) : { ok: true };
}
