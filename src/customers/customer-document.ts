import type { CustomerPlace } from "./customer-places.ts";

export type KeptRow = Record<string, unknown>;
/** Of one conversation. */
export type KeptRows = Record<CustomerPlace, KeptRow[]>;

/** What a customer said, was told and left, in the order of time. */
export type CustomerConversation = {
  conversation: string;
  about: KeptRow;
  messages: KeptRow[];
  requestsForAPerson: KeptRow[];
  /** Who had the turn from when on. */
  turns: KeptRow[];
};

/** What was noted, judged and recorded: of the customer, and of the answers that they got. */
export type InternalConversation = { conversation: string } & Record<string, unknown>;

type Told = "conversations" | "messages" | "answers" | "ratings" | "human_requests" | "owner_changes";

/** By what each place is called; a place that is missing here does not compile. */
const NOTED: Record<Exclude<CustomerPlace, Told>, string> = {
  notes: "notesOfTheTeam",
  conversation_labels: "labels",
  reviews: "verdictsOnAnswers",
  verified_answers: "verifiedAnswers",
  verified_phrasings: "phrasingsOfVerifiedAnswers",
  documentation_gaps: "gapsOfTheDocumentation",
  shadow_drafts: "draftsNeverSent",
  answer_records: "howAnswersWereMade",
  learning_rows: "rowsToLearnFrom",
  prompt_replay_questions: "questionsReplayed",
};

const FROM: Record<string, string> = { customer: "customer", staff: "team", system: "notice" };

export function asTold(rows: KeptRows): CustomerConversation {
  const [own = {}] = rows.conversations;
  // What the list of the inbox repeats stands in the messages.
  const { id, cursor: _, last_author: __, last_text: ___, ...about } = own;
  const said = rows.messages.map(({ author, ...row }) => ({ ...row, from: FROM[String(author)] }));
  // What has no end yet has said nothing.
  const ended = rows.answers.filter(({ finished_at }) => finished_at !== null);
  const answered = ended.map(({ finished_at, ...row }) => ({
    ...row,
    created_at: finished_at,
    from: "assistant",
  }));
  return {
    conversation: String(id),
    about: readable(about),
    messages: [...said, ...answered]
      .sort((one: KeptRow, other: KeptRow) => Number(one.cursor) - Number(other.cursor))
      .map((row) => message(row, rows.ratings)),
    requestsForAPerson: rows.human_requests.map(readable),
    turns: rows.owner_changes.map(readable),
  };
}

function message({ id, from, created_at, text, citations, outcome }: KeptRow, ratings: readonly KeptRow[]): KeptRow {
  const rating = ratings.find(({ answer_id }) => answer_id === id);
  const { at, ...said } = readable({ at: created_at, id, from, text, outcome, citations });
  return { at, ...said, ...(rating && { rating: readable(rating) }) };
}

export function asNoted(rows: KeptRows): InternalConversation {
  const noted = Object.entries(NOTED).flatMap(([place, name]) => {
    const kept = rows[place as keyof typeof NOTED];
    return kept.length === 0 ? [] : [[name, kept.map(readable)] as const];
  });
  return { conversation: String(rows.conversations[0]?.id), ...Object.fromEntries(noted) };
}

/** Columns that hold JSON, read as what they say. */
const JSON_COLUMNS = new Set(["citations", "record", "attributes", "cited", "messages", "question", "result"]);
/** Who of the staff it was is no data of the customer's, and the conversation is named above. */
const LEFT_OUT = new Set(["staff_id", "assignee", "conversation_id"]);
const TIME = /(?:^at|_at|_since|_until)$/;

/** Without what is empty; times as dates, names of columns as words. */
function readable(row: KeptRow): KeptRow {
  const shown = Object.entries(row).filter(
    ([column, value]) => value !== null && value !== undefined && !LEFT_OUT.has(column),
  );
  return Object.fromEntries(
    shown.map(([column, value]) => [
      column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      readableValue(column, value),
    ]),
  );
}

function readableValue(column: string, value: unknown): unknown {
  if (typeof value === "number" && TIME.test(column)) return new Date(value).toISOString();
  return JSON_COLUMNS.has(column) && typeof value === "string" ? parsed(value) : value;
}

/** A question that is a text, and not JSON, stays the text. */
export function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}
