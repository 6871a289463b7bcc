import type { TunedReplies } from "../models/tuned-replies.ts";
import type { AnswerRecord, HistoryTurn } from "../protocol/answer-record.ts";
import type { AnswerWriter, Citation, Outcome, Route } from "../protocol/conversation.ts";
import type { KnowledgeSource } from "../search/knowledge.ts";
import type { Passage } from "../search/passage.ts";
import { admit } from "./admit.ts";
import { type CitedAnswer, cite } from "./cite.ts";
import { combinedReply } from "./combined-reply.ts";
import { findPassages } from "./find-passages.ts";
import { notDocumented, shortReply } from "./fixed-replies.ts";
import { type Draft, generate, QUOTED_WORDS, type Writer } from "./generate.ts";
import { loopTurns } from "./loop-turns.ts";
import type { ModelAids } from "./model-aid.ts";
import { openRecord, type RecordBook, recordSearch } from "./record.ts";
import { inReply } from "./reply-to-offer.ts";
import { router, type Way } from "./route.ts";
import { keepLinksOf } from "./safe-links.ts";
import type { PromptSource, ServedPrompt } from "./served-prompt.ts";
import { stream } from "./stream.ts";
import { tunedReply } from "./tuned-reply.ts";
import { type VerifiedAnswers, verifiedReply } from "./verified-reply.ts";
import { sayings } from "./wording.ts";

export type { AnswerRecord, HistoryTurn };

export type Question = {
  text: string;
  /** Earlier turns, oldest first, without the question itself. */
  history: HistoryTurn[];
  /** Where there is one: what serves a share of conversations stays the same within one. */
  conversationId?: string;
  /** Whether there are staff whom a request for a person reaches; without it there are none. */
  staffed?: () => Promise<boolean>;
  /** Staff read the answer: what is quoted in doubt stands there without the words for a customer. */
  forStaff?: boolean;
};

export type Answer = {
  outcome: Outcome;
  route: Route;
  /** Where a model wrote it. */
  writer?: AnswerWriter;
  text: string;
  citations: Citation[];
  record: AnswerRecord;
};

export type AnswerOptions = {
  /** Aborted when the customer stops the answer, staff take over or the server drains. */
  signal: AbortSignal;
  /** Provisional text as it grows; the returned answer is authoritative. */
  onDelta: (text: string) => void;
  /** What was streamed so far is void; the next delta starts at offset 0. */
  onRestart: () => void;
};

/** The verb that the server, `ask`, `eval` and `finetune` share, so that they cannot drift apart. */
export type AnswerQuestion = (question: Question, options: AnswerOptions) => Promise<Answer>;

export type AnswerPorts = {
  knowledge: KnowledgeSource;
  /** null: the embedded generator quotes the documentation. */
  writer: Writer | null;
  /** The published version of the prompt, in place of `writer` and `caution`; none by default. */
  prompts?: PromptSource;
  /** What staff have answered before; nothing by default. */
  verified?: VerifiedAnswers;
  /** Replies of models that were promoted for an intent; none by default. */
  tuned?: TunedReplies;
  /** Work of a model in front of the answer; none by default. */
  aids?: ModelAids;
  productName: string;
  /** Origins that a model's answer may link to although no passage does; none by default. */
  linkOrigins?: readonly string[];
  /** What a customer who asks for a person is told while there are no staff. */
  contactText: string;
  /** 0..100: see `ANSWER_CAUTION`. */
  caution: number;
  /** Milliseconds, monotonic. */
  now: () => number;
  /** Waits between the pieces of an answer that is known at once, so that it is read as it grows. */
  pace: () => Promise<void>;
};

/** admit → route → understand → retrieve → generate → cite → record. Throws only what the ports throw. */
export function answerDesk(ports: AnswerPorts): AnswerQuestion {
  const routeOf = router();
  const turn = loopTurns();

  return async (asked, options) => {
    const question = admit(asked);
    const record = openRecord(question, ports.now);
    await turn();
    record.lap("wait");
    const served = (await ports.prompts?.serve(question)) ?? null;
    if (served) record.entry.promptVersion = served.version;
    const by = served ? { ...ports, caution: served.caution, writer: served.writer } : ports;
    const written = await writeCited(question, routeOf(question.text), by, { record, options, served });
    const { streamed, outcome, citations, ...kept } = written;
    const shown = streamed
      ? { text: written.text, stopped: false }
      : await stream(written.text, { ...options, pace: ports.pace });
    record.lap("stream");

    return {
      ...kept,
      outcome: shown.stopped ? "stopped" : outcome,
      text: shown.text,
      citations: citations.filter(({ marker }) => shown.text.includes(`[${marker}]`)),
      record: record.entry,
    };
  };
}

/** Without the draft's passages: an answer streams for a second, and a hundred may at a time. */
type Written = Omit<Draft, "passages"> & { citations: Citation[] };

async function writeCited(question: Question, way: Way, ports: AnswerPorts, course: Course): Promise<Written> {
  const { passages, ...draft } = await write(question, way, ports, course);
  const { record } = course;
  record.lap("generate");
  const cited = cite({ draft: draft.text, passages });
  if (cited.removed > 0) record.entry.fallbacks.push("citations-removed");
  const text = draft.streamed ? withCitedLinks(cited, passages, ports) : cited.text;
  return { ...draft, text, citations: cited.citations };
}

/** What streamed links were in any passage given; what is kept links only where a passage that it cites does. */
function withCitedLinks({ text, citations }: CitedAnswer, passages: Passage[], { linkOrigins }: AnswerPorts): string {
  const cited = citations.flatMap(({ marker }) => passages[marker - 1] ?? []);
  return keepLinksOf(text, cited, linkOrigins ?? []);
}

type Course = { record: RecordBook; options: AnswerOptions; served: ServedPrompt | null };

async function write(question: Question, heard: Way, ports: AnswerPorts, course: Course): Promise<Draft> {
  const { served } = course;
  const say = sayings(ports.productName, served?.ownWords);
  const way = inReply(heard, question.text, question.history, say);
  if (way.route !== "documentation") {
    const staffed = way.route === "person" && ((await question.staffed?.()) ?? false);
    return shortReply(way, { ...ports, say, staffed });
  }

  const verified = await ports.verified?.reply(way.text);
  if (verified) return verifiedReply(verified, course.record);

  const { signal } = course.options;
  const learnt = ports.tuned && (await tunedReply({ ...ports, ...course, question, tuned: ports.tuned, signal }));
  if (learnt && "text" in learnt) return learnt;

  const knowledge = ports.knowledge.current();
  const asked = { ...question, text: way.text };
  const { aids = null, caution } = ports;
  const { understood, found, notes } = await findPassages({
    question: asked,
    knowledge,
    aids,
    caution,
    signal,
    ...(served?.passages && { limit: served.passages }),
    ...(served && { synonyms: served.synonyms }),
  });
  course.record.entry.fallbacks.push(...notes);
  recordSearch(course.record.entry, knowledge.version, understood, found);
  course.record.lap("retrieve");
  const { hits, doubtful, continued } = found;
  if (!found.known && !doubtful) return notDocumented(question.text, hits, say);

  const combined = learnt && (await combinedReply({ ...ports, ...course, question, writer: learnt, hits }));
  if (combined) return combined;

  const quotedWords = served?.quotedWords ?? QUOTED_WORDS;
  return generate({
    question,
    understood,
    hits,
    continued,
    doubtful,
    ...ports,
    ...course,
    knowledge,
    quotedWords,
    say,
  });
}
