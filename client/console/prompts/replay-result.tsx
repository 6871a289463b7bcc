import { CHECKS, type CheckName } from "../../../src/protocol/prompt-parts.ts";
import type { PairedReport, ReplaySummary, ReplayView, SideFigures } from "../../../src/protocol/replays.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { money, pairedLine, percent, VERDICT_WORDS } from "./words.ts";

type Props = { replay: ReplayView; summary: ReplaySummary };

/** Is the new version better, and in what? */
export function ReplayResultCard({ replay, summary }: Props) {
  const { checks, judge, agreement, flips } = summary;
  const failing = (Object.keys(CHECKS) as CheckName[]).filter(
    (check) => summary.candidate.failed[check] || summary.baseline.failed[check],
  );
  return (
    <section class="section" aria-label="Result">
      <div class="card result">
        <Verdict name="By the checks" report={checks} />
        {judge && <Verdict name="By the judge" report={judge} />}
        {agreement && (
          <p class="hint">
            Judge and staff say the same of {agreement.agree} of {agreement.of} answers.
          </p>
        )}
      </div>
      <div class="card table-scroll" {...SCROLLABLE}>
        <table class="grid-table">
          <caption class="visually-hidden">Both versions in figures</caption>
          <thead>
            <tr>
              <th scope="col">{summary.questions} questions</th>
              <th scope="col" class="number">
                {replay.candidate}
              </th>
              <th scope="col" class="number">
                {replay.baseline}
              </th>
            </tr>
          </thead>
          <tbody>
            <Figures name="Answered" sides={summary} show={({ answered }) => percent(answered)} />
            <Figures name="Mean score" sides={summary} show={({ score }) => (score * 100).toFixed(1)} />
            {failing.map((check) => (
              <Figures
                key={check}
                name={`Fails: ${CHECKS[check].toLowerCase()}`}
                sides={summary}
                show={({ failed }) => String(failed[check] ?? 0)}
              />
            ))}
            <Figures name="Time, median" sides={summary} show={({ msP50 }) => `${msP50} ms`} />
            <Figures name="Time, 95 of 100" sides={summary} show={({ msP95 }) => `${msP95} ms`} />
            <Costs summary={summary} />
          </tbody>
        </table>
      </div>
      <p class="hint">
        {failing.length === 0 ? "No check fails on either side. " : "All other checks pass on both sides. "}
        The new version answers {flips.gained} that the other does not, and leaves {flips.lost} that the other answers.
        {(summary.candidate.cost === null || summary.baseline.cost === null) && (
          <>
            {" "}
            The cost is known once <code>MODEL_PRICES</code> names the model.
          </>
        )}
      </p>
    </section>
  );
}

/** What was quoted costs nothing, and says so; tokens without a price are still tokens. */
function Costs({ summary }: { summary: ReplaySummary }) {
  const { candidate, baseline, currency, questions } = summary;
  if (candidate.promptTokens + baseline.promptTokens === 0) {
    return <Figures name="Cost" sides={summary} show={() => "none: quoted"} />;
  }
  const priced = ({ cost }: SideFigures) => (cost === null ? "unknown" : money(cost, currency));
  const each = ({ cost }: SideFigures) => (cost === null ? "unknown" : money(cost / questions, currency));
  return (
    <>
      <Figures name="Tokens sent" sides={summary} show={({ promptTokens }) => promptTokens.toLocaleString()} />
      <Figures
        name="Tokens written"
        sides={summary}
        show={({ completionTokens }) => completionTokens.toLocaleString()}
      />
      <Figures name="Cost of all answers" sides={summary} show={priced} />
      <Figures name="Cost of an answer" sides={summary} show={each} />
    </>
  );
}

function Verdict({ name, report }: { name: string; report: PairedReport }) {
  const { words, badge, meaning } = VERDICT_WORDS[report.verdict];
  const { wins, ties, losses } = report;
  return (
    <div class="verdict">
      <p>
        <span class={`badge ${badge}`}>{words}</span> <b>{name}</b> <small>{meaning}</small>
      </p>
      <div class="pairs" aria-hidden="true">
        <span class="won" style={{ flexGrow: wins }} />
        <span class="tied" style={{ flexGrow: ties }} />
        <span class="lost" style={{ flexGrow: losses }} />
      </div>
      <p class="hint">{pairedLine(report)}</p>
    </div>
  );
}

type FiguresProps = { name: string; sides: ReplaySummary; show: (side: SideFigures) => string };

function Figures({ name, sides, show }: FiguresProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="number">{show(sides.candidate)}</td>
      <td class="number">{show(sides.baseline)}</td>
    </tr>
  );
}
