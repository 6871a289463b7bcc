import { type FailedAttempt, failed } from "./attempt.ts";
import type { ChatReply } from "./chat-model.ts";

/** Thrown inside the transport when a reply breaks a bound or is no event stream; `failureOf` turns it into a value. */
export class ReplyFault extends Error {
  constructor(
    readonly failure: "malformed" | "too-long",
    message: string,
  ) {
    super(message);
    this.name = "ReplyFault";
  }
}

/**
 * What an error of the SDK means. Told by shape (`status`, `headers`, `code`), since every provider package brings its
 * own classes. A prompt that the provider's filter refuses is a reply: finish `filtered`.
 */
export function failureOf(error: unknown): FailedAttempt | ChatReply {
  const fault = causes(error).find((cause) => cause instanceof ReplyFault);
  if (fault instanceof ReplyFault)
    return failed(fault.failure, fault.message, { again: fault.failure === "malformed" });

  const status = numberOf(field(error, "status") ?? field(error, "statusCode") ?? field(error, "response", "status"));
  return status === null ? failureWithoutStatus(error) : failureOfStatus(status, error);
}

function failureOfStatus(status: number, error: unknown): FailedAttempt | ChatReply {
  const code = String(field(error, "code") ?? field(error, "error", "code") ?? "");
  const detail = describe(`HTTP ${status}`, error);

  if (code === "content_filter") return { text: "", finish: "filtered", usage: null };
  if (status === 401 || status === 403) return failed("bad-key", detail);
  if (status === 429) {
    // A used-up quota does not come back in seconds.
    return failed("rate-limited", detail, { again: code !== "insufficient_quota", retryAfterMs: retryAfter(error) });
  }
  if (status >= 500 || status === 408 || status === 409) {
    return failed("unavailable", detail, { again: true, retryAfterMs: retryAfter(error) });
  }
  // What is wrong with a request is often told by quoting it, and a log is no place for a customer's words.
  return failed("rejected", status === 404 ? detail : `HTTP ${status} (${code || "no code"})`);
}

function failureWithoutStatus(error: unknown): FailedAttempt {
  const names = causes(error).map((cause) => String(field(cause, "name") ?? ""));
  const messages = causes(error).map((cause) => String(field(cause, "message") ?? ""));

  if (names.includes("SyntaxError")) return failed("malformed", "a chunk is no JSON", { again: true });
  // A client that stumbles over fields it expected; fetch's own TypeErrors have a cause.
  if (error instanceof TypeError && error.cause === undefined && !messages.includes("terminated")) {
    return failed("malformed", describe("another shape", error), { again: true });
  }
  // undici's word for a body that ended before its time.
  if (messages.includes("terminated")) return failed("cut-off", describe("connection lost", error), { again: true });
  if (names.some((name) => name.includes("Timeout"))) return failed("timeout", describe("time-out", error));
  return failed("unavailable", describe("no reply", error), { again: true });
}

/** Seconds, milliseconds (OpenAI's own header) or an HTTP date, RFC 9110 §10.2.3; in milliseconds from now. */
function retryAfter(error: unknown): number | null {
  const milliseconds = numberOf(header(error, "retry-after-ms"));
  if (milliseconds !== null) return Math.max(0, milliseconds);

  const written = header(error, "retry-after");
  if (written === null) return null;
  const seconds = numberOf(written);
  if (seconds !== null) return Math.max(0, seconds * 1_000);

  const date = Date.parse(written);
  const sent = Date.parse(header(error, "date") ?? "");
  // Both times come from the server, so a wrong clock on our side does not count.
  return Number.isNaN(date) || Number.isNaN(sent) ? null : Math.max(0, date - sent);
}

function header(error: unknown, name: string): string | null {
  const headers = field(error, "headers") ?? field(error, "response", "headers");
  if (headers instanceof Headers) return headers.get(name);
  const value = field(headers, name);
  return typeof value === "string" ? value : null;
}

/** One line for the log. A key that the server repeats in its message must not get there, nor words of a reply. */
function describe(what: string, error: unknown): string {
  const codes = causes(error).map((cause) => field(cause, "code"));
  const message = causes(error)
    .map((cause) => String(field(cause, "message") ?? ""))
    .join(" ← ");
  const own = message.replace(/\s*Troubleshooting URL: \S+/g, "");
  const clean = own.replace(/\b(?:sk|pk|key)-[^\s"']+|Bearer\s+\S+/gi, "[key]").replace(/\s+/g, " ");
  const code = codes.find((value) => typeof value === "string");
  return `${what}${code ? ` (${code})` : ""}: ${clean}`.slice(0, 300);
}

function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let cause = error; cause !== undefined && cause !== null && chain.length < 5; cause = field(cause, "cause")) {
    chain.push(cause);
  }
  return chain;
}

function field(value: unknown, ...keys: string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

function numberOf(value: unknown): number | null {
  if (value === null || value === undefined || value === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
