import type { Outcome, Owner, Route } from "../../../src/protocol/conversation.ts";
import type { Note } from "../../../src/protocol/staff.ts";
import type { ConversationView, TimedEntry } from "../../../src/protocol/staff-http.ts";
import { Icon } from "../parts/icon.tsx";
import { Prose } from "../parts/markdown.tsx";
import { Sources } from "../parts/sources.tsx";
import { clockTime, fullTime } from "../parts/time.tsx";
import type { Unsent } from "./open-conversation.ts";

type Props = { entry: TimedEntry; view: ConversationView; chosen: string | null; onWhy: (answerId: string) => void };

export function EntryRow({ entry, view, chosen, onWhy }: Props) {
  if (entry.event === "owner") return <OwnerRow owner={entry.payload.owner} at={entry.at} />;
  if (entry.event === "answer-end")
    return (
      <AnswerRow
        answer={entry.payload}
        at={entry.at}
        rating={view.ratings[entry.payload.messageId]}
        chosen={chosen === entry.payload.messageId}
        onWhy={onWhy}
      />
    );
  const { author, text, citations } = entry.payload;
  if (author === "system")
    return (
      <li class="divider">
        <span dir="auto">{text}</span>
      </li>
    );
  return (
    <li class={`entry ${author}`}>
      <span class="entry-who">
        {author === "customer" ? "Customer" : "Staff"} <Clock at={entry.at} />
      </span>
      <div class="bubble">
        {/* Customers write no Markdown: their asterisks and hashes are what they mean. */}
        {author === "customer" ? (
          <p class="plain" dir="auto">
            {text}
          </p>
        ) : (
          <Prose text={text} />
        )}
      </div>
      {citations && <Sources citations={citations} />}
    </li>
  );
}

const OWNERS: Record<Owner, string> = {
  bot: "The bot answers",
  queued: "The customer asked for a person",
  human: "A person took over",
  closed: "The conversation was closed",
};

function OwnerRow({ owner, at }: { owner: Owner; at: number }) {
  return (
    <li class="divider">
      <span>
        {OWNERS[owner]} · <Clock at={at} />
      </span>
    </li>
  );
}

type AnswerProps = {
  answer: (TimedEntry & { event: "answer-end" })["payload"];
  at: number;
  rating: ConversationView["ratings"][string] | undefined;
  chosen: boolean;
  onWhy: (answerId: string) => void;
};

const ROUTES: Record<Route, string> = {
  documentation: "From the documentation",
  verified: "Verified answer",
  tuned: "Approved reply",
  combined: "Approved reply and documentation",
  "small-talk": "Small talk",
  person: "Passed to a person",
};
const OUTCOMES: Partial<Record<Outcome, readonly [string, string]>> = {
  "no-answer": ["Nothing found", "wait"],
  stopped: ["Stopped", ""],
  failed: ["Failed", "bad"],
  refused: ["Refused", "wait"],
};

function AnswerRow({ answer, at, rating, chosen, onWhy }: AnswerProps) {
  const outcome = OUTCOMES[answer.outcome];
  return (
    <li class={chosen ? "entry bot chosen" : "entry bot"}>
      <span class="entry-who">
        <Icon name="bot" /> Bot <Clock at={at} />
      </span>
      <div class="bubble">
        <Prose text={answer.text} />
      </div>
      <Sources citations={answer.citations} />
      <div class="entry-foot">
        {!outcome && <span>{ROUTES[answer.route]}</span>}
        {outcome && <span class={`badge ${outcome[1]}`}>{outcome[0]}</span>}
        {rating && <RatingBadge rating={rating} />}
        <button type="button" class="link-button" aria-pressed={chosen} onClick={() => onWhy(answer.messageId)}>
          <Icon name="why" />
          Why this answer?
        </button>
      </div>
    </li>
  );
}

function RatingBadge({ rating }: { rating: ConversationView["ratings"][string] }) {
  const up = rating.verdict === "up";
  return (
    <span class={up ? "badge good" : "badge bad"} dir="auto">
      <Icon name={up ? "up" : "down"} />
      {rating.comment ?? (up ? "Helpful" : "Not helpful")}
    </span>
  );
}

export function NoteRow({ note }: { note: Note }) {
  return (
    <li class="entry note">
      <span class="entry-who">
        <Icon name="note" />
        <span dir="auto">{note.author.name}</span> <Clock at={note.at} /> · only staff see this
      </span>
      <div class="bubble">
        <Prose text={note.text} />
      </div>
    </li>
  );
}

export function PendingReply({ reply, onRetry }: { reply: Unsent; onRetry: () => void }) {
  return (
    <li class="entry staff pending">
      <span class="entry-who">{reply.failed ? "Not sent" : "Sending…"}</span>
      <div class="bubble">
        <Prose text={reply.text} />
      </div>
      {reply.failed && (
        <button type="button" class="link-button" onClick={onRetry}>
          Send again
        </button>
      )}
    </li>
  );
}

function Clock({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {clockTime(at)}
    </time>
  );
}
