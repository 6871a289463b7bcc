import { useEffect, useRef, useState } from "preact/hooks";
import type { NewPhrasing } from "../../../src/protocol/phrasings.ts";
import type { QueuedTurn, Reviewed, ReviewQueue } from "../../../src/protocol/review.ts";
import type { Review } from "../../../src/protocol/staff.ts";
import type { Written } from "../inbox/compose.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { useShortcuts } from "../parts/shortcuts.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { Accuracy } from "./accuracy.tsx";
import { phrasingsOf } from "./phrasings.tsx";
import { SimilarQuestions } from "./similar-questions.tsx";
import { currentTurn, judge, progressWords, reopen, type Sitting, sittingOf, skip } from "./sitting.ts";
import { useTimeInSight } from "./time-in-sight.ts";
import { TurnCard } from "./turn-card.tsx";
import { type Mode, VerdictBar } from "./verdict-bar.tsx";
import { reviewedWords } from "./words.ts";

export default function ReviewPage() {
  const { value, failure, reload } = useLoad<ReviewQueue>("/review-queue");
  return (
    <div class="page">
      <div class="page-inside review">
        <header class="page-head">
          <div>
            <h1>Review</h1>
            <p>First the answers from which most is learnt.</p>
          </div>
          <Accuracy />
        </header>
        {failure && <Problem failure={failure} />}
        {value ? <Queue turns={value.turns} onEmpty={reload} /> : !failure && <Skeletons />}
      </div>
    </div>
  );
}

function Queue({ turns, onEmpty }: { turns: readonly QueuedTurn[]; onEmpty: () => void }) {
  const desk = useDesk();
  const [sitting, setSitting] = useState<Sitting>(() => sittingOf(turns));
  const [corrected, setCorrected] = useState<string | null>(null);
  const saidOf = useRef(new Map<string, string>());
  useEffect(() => setSitting(sittingOf(turns)), [turns]);
  const turn = currentTurn(sitting);
  const alsoAsked = corrected && <AlsoAsked key={corrected} answerId={corrected} />;
  if (!turn)
    return (
      <>
        {alsoAsked}
        <Empty icon="review" title={turns.length === 0 ? "Everything is reviewed" : "That was the whole queue"}>
          {turns.length === 0
            ? "New answers of the bot come here by themselves. "
            : `${sitting.judged.length} reviewed. `}
          <button type="button" class="link-button" onClick={onEmpty}>
            Look for more
          </button>
        </Empty>
      </>
    );

  async function decide(review: Review, settles: boolean) {
    const { messageId } = review;
    const path = settles ? `/reviews/${encodeURIComponent(messageId)}` : "/reviews";
    const result = await desk.api.send<Reviewed>(settles ? "PUT" : "POST", path, review);
    if (!result.ok) return desk.toasts.say(result.error.message);
    setSitting((now) => judge(now, messageId));
    setCorrected(result.value.verifiedAnswer ? messageId : null);
    const words = reviewedWords(review.verdict, result.value);
    saidOf.current.set(messageId, words);
    desk.toasts.say(words, () => void undo(messageId));
  }

  async function undo(answerId: string) {
    const result = await desk.api.send("DELETE", `/reviews/${encodeURIComponent(answerId)}`);
    if (!result.ok) return desk.toasts.say(result.error.message);
    desk.toasts.unsay(saidOf.current.get(answerId) ?? "");
    setSitting((now) => reopen(now, answerId));
    setCorrected(null);
  }

  return (
    <>
      <Progress sitting={sitting} />
      <Turn
        key={turn.answerId}
        turn={turn}
        onDecide={decide}
        onSkip={() => setSitting((now) => skip(now, turn.answerId))}
        onUndo={() => {
          const last = sitting.judged.at(-1);
          if (last) void undo(last);
        }}
      />
      {alsoAsked}
    </>
  );
}

/** Right after a correction its author knows best what else asks for the same. */
function AlsoAsked({ answerId }: { answerId: string }) {
  const desk = useDesk();
  async function add(phrasing: NewPhrasing) {
    const result = await desk.api.send("POST", phrasingsOf(answerId), phrasing);
    desk.toasts.say(result.ok ? "These words get your correction, too." : result.error.message);
    return result.ok;
  }
  return <SimilarQuestions answerId={answerId} onAdd={add} title="Does your correction answer these, too?" />;
}

function Progress({ sitting }: { sitting: Sitting }) {
  return (
    <div class="review-progress">
      <progress max={sitting.turns.length} value={sitting.judged.length} aria-label="Progress" />
      <span class="figure">{progressWords(sitting)}</span>
    </div>
  );
}

type TurnProps = {
  turn: QueuedTurn;
  onDecide: (review: Review, settles: boolean) => Promise<void>;
  onSkip: () => void;
  onUndo: () => void;
};

function Turn({ turn, onDecide, onSkip, onUndo }: TurnProps) {
  const desk = useDesk();
  const [mode, setMode] = useState<Mode>("deciding");
  const [start, setStart] = useState<Written>(turn);
  const [intent, setIntent] = useState("");
  const inSight = useTimeInSight();
  const disputed = turn.reasons.includes("disputed");
  const able = desk.may("review") && (!disputed || desk.may("settle-reviews"));
  const decide = (verdict: Review["verdict"], more: Pick<Review, "text" | "citations" | "reason"> = {}) =>
    onDecide(
      {
        messageId: turn.answerId,
        verdict,
        shownMs: inSight(),
        ...more,
        ...(intent.trim() && { intent: intent.trim() }),
      },
      disputed,
    );
  const correct = (from: Written = turn) => {
    setStart(from);
    setMode("correcting");
  };

  useShortcuts({
    ...(able && {
      a: () => decide("approved"),
      c: () => correct(),
      x: () => setMode("rejecting"),
      z: onUndo,
    }),
    s: onSkip,
  });

  return (
    <>
      <TurnCard turn={turn} onTakeUp={able ? correct : null} />
      {able ? (
        <VerdictBar
          mode={mode}
          start={start}
          intent={intent}
          onMode={(next) => (next === "correcting" ? correct() : setMode(next))}
          onIntent={setIntent}
          onApprove={() => void decide("approved")}
          onCorrect={({ text, citations }) => void decide("corrected", { text, citations: [...citations] })}
          onReject={(reason) => void decide("rejected", { reason })}
          onSkip={onSkip}
        />
      ) : (
        <p class="hint">
          {disputed ? "Colleagues disagree about this answer; an owner decides. " : "Your role reads reviews. "}
          <button type="button" class="link-button" onClick={onSkip}>
            Next
          </button>
        </p>
      )}
    </>
  );
}
