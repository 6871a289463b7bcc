import { CHECKS, type CheckName } from "../../../src/protocol/prompt-parts.ts";
import type { PromptTrial, ReplaySide } from "../../../src/protocol/replays.ts";
import { Prose } from "../parts/markdown.tsx";
import { OUTCOME_WORDS } from "../parts/outcome-words.ts";
import { markDifferences, type Piece } from "./mark-differences.ts";

type Props = {
  result: PromptTrial;
  names: { candidate: string; baseline: string };
  /** By a judge, 1 to 5. */
  grades?: { candidate: number | null; baseline: number | null };
  marked?: boolean;
};

/** Both answers, with what differs marked, word by word as they were written, or else as a customer sees them. */
export function SidesOf({ result: { candidate, baseline }, names, grades, marked = true }: Props) {
  const [now, then] = marked ? markDifferences(candidate.text, baseline.text) : [null, null];
  return (
    <div class="sides">
      <Side name={names.candidate} side={candidate} pieces={now} grade={grades?.candidate ?? null} />
      <Side name={names.baseline} side={baseline} pieces={then} grade={grades?.baseline ?? null} />
    </div>
  );
}

type SideProps = { name: string; side: ReplaySide; pieces: readonly Piece[] | null; grade: number | null };

function Side({ name, side, pieces, grade }: SideProps) {
  const failed = Object.entries(side.failed) as [CheckName, string[]][];
  const outcome = OUTCOME_WORDS[side.outcome as keyof typeof OUTCOME_WORDS] ?? side.outcome;
  return (
    <div class="side">
      <header>
        <b>{name}</b>
        {side.outcome !== "answered" && <span class="badge wait">{outcome}</span>}
        {grade !== null && <span class="badge info">grade {grade}</span>}
        <small class="figure side-facts">
          {side.ms} ms
          {side.tokens && ` · ${(side.tokens.prompt + side.tokens.completion).toLocaleString()} tokens`}
        </small>
      </header>
      {pieces ? (
        <p class="answer-text" dir="auto">
          {pieces.map(({ text, own }, at) => (own ? <mark key={`${at}${text}`}>{text}</mark> : text))}
        </p>
      ) : (
        <Prose text={side.text} />
      )}
      {failed.length > 0 && (
        <ul class="failed">
          {failed.map(([check, found]) => (
            <li key={check}>
              <span class="badge bad">Fails</span> {CHECKS[check]}
              <small class="failed-at" dir="auto">
                {found.join(" · ").slice(0, 200)}
              </small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
