import type { Answer, AnswerQuestion } from "../answer/answer-question.ts";
import type { Span, SpanSink } from "./otlp-exporter.ts";

export type TracePorts = {
  sink: Pick<SpanSink, "send">;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** So many random bytes in hexadecimal. */
  randomHex: (bytes: number) => string;
};

/** Each answer is a trace, its stages are the spans in it. No text of anybody, and no id of a conversation, is in them. */
export function tracedAnswers(answerQuestion: AnswerQuestion, { sink, clock, randomHex }: TracePorts): AnswerQuestion {
  return async (question, options) => {
    const startedAt = clock();
    const trace = { traceId: randomHex(16), spanId: randomHex(8) };
    const root = { ...trace, parentSpanId: null, name: "answer", startedAt };
    try {
      const answer = await answerQuestion(question, options);
      const failed = answer.outcome === "failed";
      const whole = { ...root, endedAt: clock(), failed, attributes: factsOf(answer) };
      sink.send([whole, ...stagesOf(answer, whole, () => randomHex(8))]);
      return answer;
    } catch (fault) {
      sink.send([{ ...root, endedAt: clock(), failed: true, attributes: {} }]);
      throw fault;
    }
  };
}

function factsOf({ outcome, route, citations, record }: Answer): Span["attributes"] {
  return {
    "switchboard.outcome": outcome,
    "switchboard.route": route,
    "switchboard.citations": citations.length,
    "switchboard.support": record.support.score,
    "switchboard.threshold": record.support.threshold,
    "switchboard.prompt_version": record.promptVersion,
    "switchboard.fallbacks": record.fallbacks.join(",") || null,
    "gen_ai.request.model": record.modelId,
    "gen_ai.usage.input_tokens": record.tokens?.prompt ?? null,
    "gen_ai.usage.output_tokens": record.tokens?.completion ?? null,
  };
}

/** One after the other, as the record has them. */
function stagesOf({ record }: Answer, { traceId, spanId, startedAt }: Span, newSpanId: () => string): Span[] {
  let at = startedAt;
  return Object.entries(record.timings).map(([name, milliseconds]) => {
    const stage = { traceId, spanId: newSpanId(), parentSpanId: spanId, name, startedAt: at, attributes: {} };
    at += milliseconds;
    return { ...stage, endedAt: at, failed: false };
  });
}
