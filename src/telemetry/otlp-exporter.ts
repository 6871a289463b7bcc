import type { Timers } from "../conversations/timers.ts";

/** Times are milliseconds since the epoch. Attributes are names and numbers: nothing that anybody wrote. */
export type Span = {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  startedAt: number;
  endedAt: number;
  failed: boolean;
  attributes: Readonly<Record<string, string | number | null>>;
};

export type SpanSink = {
  send(spans: readonly Span[]): void;
  /** Sends what is left. */
  close(): Promise<void>;
};

export type OtlpPorts = {
  /** As OpenTelemetry has it: `/v1/traces` is put behind it. */
  endpoint: string;
  headers: Readonly<Record<string, string>>;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  timers: Timers;
  announce: (line: string) => void;
};

const SEND_EVERY_MS = 5_000;
const PATIENCE_MS = 10_000;
/** What comes while the collector is away is dropped beyond this. */
const MOST_WAITING = 2_048;

/**
 * Sends spans by OTLP, JSON over HTTP: one POST for each batch, which needs none of OpenTelemetry's packages.
 * A collector that is away costs spans and nothing else.
 */
export function otlpExporter({ endpoint, headers, fetch, timers, announce }: OtlpPorts): SpanSink {
  const url = `${endpoint.replace(/\/+$/, "")}/v1/traces`;
  let waiting: Span[] = [];
  let callOff: (() => void) | null = null;
  let away = false;

  async function flush(): Promise<void> {
    callOff = null;
    const spans = waiting;
    waiting = [];
    if (spans.length === 0) return;
    const problem = await post(spans);
    if (problem && !away) announce(`Traces are dropped until ${url} takes them: ${problem}`);
    away = problem !== null;
  }

  async function post(spans: readonly Span[]): Promise<string | null> {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(asOtlp(spans)),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await response.arrayBuffer();
      return response.ok ? null : `HTTP ${response.status}`;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  return {
    send(spans) {
      waiting = [...waiting, ...spans].slice(0, MOST_WAITING);
      callOff ??= timers.after(SEND_EVERY_MS, () => void flush());
    },
    async close() {
      callOff?.();
      await flush();
    },
  };
}

/** github.com/open-telemetry/opentelemetry-proto, trace.proto in its JSON form. */
function asOtlp(spans: readonly Span[]) {
  const resource = { attributes: [{ key: "service.name", value: { stringValue: "switchboard" } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "switchboard" }, spans: spans.map(written) }] }] };
}

const INTERNAL = 1;
const ERROR = 2;

function written({ traceId, spanId, parentSpanId, name, startedAt, endedAt, failed, attributes }: Span) {
  return {
    traceId,
    spanId,
    ...(parentSpanId && { parentSpanId }),
    name,
    kind: INTERNAL,
    startTimeUnixNano: nanoseconds(startedAt),
    endTimeUnixNano: nanoseconds(endedAt),
    attributes: Object.entries(attributes).flatMap(([key, value]) =>
      value === null ? [] : { key, value: typeof value === "string" ? { stringValue: value } : { doubleValue: value } },
    ),
    status: failed ? { code: ERROR } : {},
  };
}

/** As a text: a JSON number would lose the last digits. */
const nanoseconds = (milliseconds: number) => `${BigInt(Math.round(milliseconds * 1_000)) * 1_000n}`;
