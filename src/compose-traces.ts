import { randomBytes } from "node:crypto";
import type { AnswerQuestion } from "./answer/answer-question.ts";
import type { Config } from "./config.ts";
import { headersOf } from "./config-lists.ts";
import type { Timers } from "./conversations/timers.ts";
import { otlpExporter } from "./telemetry/otlp-exporter.ts";
import { tracedAnswers } from "./telemetry/traced-answers.ts";

export type ComposedTraces = {
  /** The same answers, told to the collector. */
  traced: (answerQuestion: AnswerQuestion) => AnswerQuestion;
  close(): Promise<void>;
};

/** Traces for the collector that is named; without one, answers are as they were. */
export function composeTraces(
  { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS }: Config,
  { clock, timers, announce }: { clock: () => number; timers: Timers; announce: (line: string) => void },
): ComposedTraces {
  if (!OTEL_EXPORTER_OTLP_ENDPOINT) return { traced: (answers) => answers, close: async () => {} };
  const headers = headersOf(OTEL_EXPORTER_OTLP_HEADERS);
  const sink = otlpExporter({ endpoint: OTEL_EXPORTER_OTLP_ENDPOINT, headers, fetch, timers, announce });
  const randomHex = (bytes: number) => randomBytes(bytes).toString("hex");
  return { traced: (answers) => tracedAnswers(answers, { sink, clock, randomHex }), close: sink.close };
}
