import type { ComponentChildren } from "preact";
import type { Outcome, Owner, Route } from "../../../src/protocol/conversation.ts";
import type { Note, Signature } from "../../../src/protocol/staff.ts";
import type { ConversationView, TimedEntry } from "../../../src/protocol/staff-http.ts";
import { Icon } from "../parts/icon.tsx";
import { Prose } from "../parts/markdown.tsx";
import { Sources } from "../parts/sources.tsx";
import { clockTime, dayWords, fullTime } from "../parts/time.tsx";
import type { Unsent } from "./outgoing.ts";

type Props = { entry: TimedEntry; view: ConversationView; chosen: string | null; onWhy: (answerId: string) => void };

export function EntryRow({ entry, view, chosen, onWhy }: Props) {
  const signature = view.signatures[entry.payload.cursor];
  if (entry.event === "owner")
    return (
      <DividerRow at={entry.at}>
        <span dir="auto">{ownerWords(entry.payload.owner, signature)}</span>
      </DividerRow>
    );
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
  const { author, text, citations, messageId } = entry.payload;
  if (author === "system") return <SystemRow text={text} reason={view.reasons[messageId]} />;
  return (
    <li class={`entry ${author}`}>
      <span class="entry-who">
        <span dir="auto">{author === "customer" ? "Customer" : (signature?.by.name ?? "Staff")}</span>{" "}
        <Clock at={entry.at} />
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

/** What a change of hands is called. Nobody's name is known where the customer or an older server made it. */
function ownerWords(owner: Owner, signature: Signature | undefined): string {
  const by = signature?.by.name;
  const to = signature?.to && signature.to.staffId !== signature.by.staffId ? signature.to.name : null;
  switch (owner) {
    case "bot":
      return by ? `${by} handed back to the bot` : "The bot answers";
    case "queued":
      return by ? `${by} put it back among those that wait` : "The customer asked for a person";
    case "human":
      return to ? `${by} gave it to ${to}` : `${by ?? "A person"} took over`;
    case "closed":
      return by ? `${by} closed the conversation` : "The conversation was closed";
  }
}

function DividerRow({ at, children }: { at: number; children: ComponentChildren }) {
  return (
    <li class="divider">
      <span>
        {children} · <Clock at={at} />
      </span>
    </li>
  );
}

/** What the server told the customer, with what they wrote when they asked for a person. */
function SystemRow({ text, reason }: { text: string; reason: string | undefined }) {
  return (
    <li class="divider">
      <span>
        {reason && (
          <b class="reason" dir="auto">
            “{reason}”
          </b>
        )}
        <span dir="auto">{text}</span>
      </span>
    </li>
  );
}

export function DayRow({ at }: { at: number }) {
  return (
    <li class="day">
      <time dateTime={new Date(at).toISOString()}>{dayWords(at, Date.now())}</time>
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
  tuned: "Approved reply, chosen by a trained model",
  combined: "Written by a trained model from the documentation",
  "small-talk": "Small talk",
  person: "Passed to a person",
};
/** As the customer is told it. */
function originOf({ route, writer }: AnswerProps["answer"]): string {
  return route === "documentation" && writer ? "Written by a language model from the documentation" : ROUTES[route];
}

const OUTCOMES: Partial<Record<Outcome, readonly [string, string]>> = {
  "no-answer": ["No sure answer", "wait"],
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
        {!outcome && <span>{originOf(answer)}</span>}
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

const ON_ITS_WAY: Record<Unsent["state"], string> = {
  sending: "Sending…",
  waiting: "Not sent yet. It goes once the connection is back.",
  refused: "Not sent",
};

export function PendingReply({ reply, onRetry }: { reply: Unsent; onRetry: () => void }) {
  return (
    <li class="entry staff pending">
      <span class="entry-who">{ON_ITS_WAY[reply.state]}</span>
      <div class="bubble">
        <Prose text={reply.text} />
      </div>
      {reply.state !== "sending" && (
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
