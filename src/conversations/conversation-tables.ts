import type { Generated, GeneratedAlways } from "kysely";
import type { AnswerWriter, Author, Outcome, Owner, Route } from "../protocol/conversation.ts";
import type { Verdict } from "../protocol/review.ts";
import type { Role } from "../protocol/roles.ts";

/** The tables of migrations.ts as kysely sees them. Times are milliseconds since the epoch; `citations` and `record` are JSON. */
export type ConversationTables = {
  conversations: {
    id: string;
    owner: Owner;
    cursor: number;
    created_at: number;
    /** Set while a person owns the turn. */
    assignee: string | null;
    waiting_since: number | null;
    last_at: Generated<number>;
    last_author: Generated<Author | "bot">;
    last_text: Generated<string>;
    page: string | null;
    locale: string | null;
    subject: string | null;
    attributes: string | null;
    /** The last answer that was more than a courtesy, its outcome, and the customer's verdict on it. */
    last_answer: string | null;
    last_outcome: Outcome | null;
    last_rating: "up" | "down" | null;
    /** 1: a person was asked for or took over. */
    handed_off: Generated<number>;
    /** 1: the customer came back after the conversation had counted as over. */
    reopened: Generated<number>;
    /** Host of `page`. */
    channel: GeneratedAlways<string | null>;
    /** To be answered at, and when the customer left it: that is when they agreed to it. */
    email: string | null;
    email_at: number | null;
    /** Until then it is in no list of what is to be done. */
    snoozed_until: number | null;
  };
  messages: {
    /** Order of insertion over all conversations. */
    rowid: Generated<number>;
    id: string;
    conversation_id: string;
    cursor: number;
    author: Author;
    text: string;
    citations: string | null;
    client_message_id: string | null;
    created_at: number;
    staff_id: string | null;
  };
  answers: {
    id: string;
    conversation_id: string;
    reply_to: string;
    attempts: number;
    opened_at: number;
    /** These six are null until the answer has ended. */
    cursor: number | null;
    outcome: Outcome | null;
    route: Route | null;
    text: string | null;
    citations: string | null;
    finished_at: number | null;
    /** Out of the record, for filters. */
    intent: string | null;
    model_id: string | null;
    prompt_version: string | null;
    /** Null: its words stand in the documentation, or are staff's. */
    writer: AnswerWriter | null;
    prompt_tokens: number | null;
    completion_tokens: number | null;
    /** From the kept question to the first words on the customer's screen. */
    first_token_ms: number | null;
    /** 1: it has ended and says something: an answer that was stopped before its first word is none. */
    shown: Generated<number>;
    /** When staff first gave a verdict. */
    reviewed_at: number | null;
  };
  answer_records: { answer_id: string; record: string };
  ratings: { answer_id: string; verdict: "up" | "down"; comment: string | null; rated_at: number };
  owner_changes: {
    conversation_id: string;
    cursor: number;
    owner: Owner;
    changed_at: number;
    /** Who of the staff did it, and who had the turn then; null where nobody of them did. */
    staff_id: string | null;
    assignee: string | null;
  };
  human_requests: {
    notice_id: string;
    conversation_id: string;
    reason: string | null;
    requested_at: number;
    /** 1: nobody was there, so that the customer was asked for an address. */
    offers_email: number;
  };
  staff: {
    id: string;
    email: string;
    name: string;
    role: Role;
    password_hash: string;
    active: number;
    created_at: number;
  };
  staff_sessions: {
    id: string;
    token_hash: string;
    staff_id: string;
    address: string;
    user_agent: string;
    created_at: number;
    last_seen_at: number;
    expires_at: number;
  };
  staff_links: {
    id: string;
    token_hash: string;
    purpose: "set-up" | "invite";
    role: Role;
    note: string;
    created_at: number;
    expires_at: number;
  };
  audit_log: {
    id: Generated<number>;
    at: number;
    staff_id: string | null;
    action: string;
    conversation_id: string | null;
    detail: string;
  };
  erased_conversations: { id: Generated<number>; id_hash: string; erased_at: number };
  conversation_labels: { conversation_id: string; label: string };
  notes: { id: string; conversation_id: string; staff_id: string; text: string; created_at: number };
  seen_by_staff: { staff_id: string; conversation_id: string; cursor: number };
  canned_replies: { shortcut: string; text: string };
  shadow_drafts: {
    id: string;
    conversation_id: string;
    question_id: string;
    outcome: Outcome;
    text: string;
    citations: string;
    record: string;
    created_at: number;
    reply_id: string | null;
  };
  search_entries: {
    id: Generated<number>;
    conversation_id: string;
    entry_id: string;
    question_id: string | null;
    author: Author | "bot";
    at: number;
  };
  search_words: { rowid: number; text: string };
  reviews: {
    answer_id: string;
    staff_id: string;
    verdict: Verdict;
    text: string | null;
    citations: string | null;
    reason: string | null;
    intent: string | null;
    settles: number;
    reviewed_at: number;
    /** 1: a colleague has judged anew since the documentation changed under it. */
    outdated: Generated<number>;
    /** Milliseconds for which the answer was in sight before the verdict; null: not measured. */
    shown_ms: Generated<number | null>;
  };
  verified_answers: {
    id: string;
    question: string;
    text: string;
    /** JSON: the passages that the text's markers cite, with their hashes. */
    cited: string;
    verified_at: number;
    retired_at: number | null;
  };
  verified_phrasings: {
    id: string;
    answer_id: string;
    /** Without personal data. */
    text: string;
    /** The customer's message whose words these are. */
    question_id: string | null;
    added_at: number;
  };
  verified_exclusions: {
    /** The answer that was judged. */
    id: string;
    answer_id: string;
  };
  saved_views: {
    id: string;
    staff_id: string;
    name: string;
    /** JSON: filters by name, as the page's address has them. */
    filters: string;
    shared: number;
    created_at: number;
  };
  prompt_versions: {
    version: string;
    name: string;
    /** JSON: a prompt set. */
    content: string;
    author: string;
    note: string;
    created_at: number;
  };
  prompt_rollouts: {
    id: Generated<number>;
    at: number;
    by: string | null;
    action: "publish" | "canary" | "rollback";
    version: string;
    share: number | null;
    reason: string;
  };
  prompt_replays: {
    id: string;
    candidate: string;
    baseline: string;
    source: string;
    author: string;
    /** 1: a model compares the answers, too. */
    judged: number;
    started_at: number;
    cancelled_at: number | null;
  };
  prompt_replay_questions: {
    replay_id: string;
    place: number;
    answer_id: string | null;
    /** JSON: the question with its history. */
    question: string;
    /** JSON: both answers and their checks; null until then. */
    result: string | null;
  };
  documentation_gaps: { answer_id: string; question: string; found_at: number };
  /** A row with a completion is one to learn from; with a rejected text besides, a preference pair. */
  learning_rows: {
    answer_id: string;
    conversation_id: string;
    question_id: string;
    /** JSON: the conversation up to and with the question, as a model is sent it. */
    messages: string;
    completion: string | null;
    rejected: string | null;
    intent: string | null;
    verdict: Verdict;
    reviewed_at: number;
  };
};
