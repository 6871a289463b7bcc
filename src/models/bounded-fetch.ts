import { ReplyFault } from "./failure.ts";

/** Thirteen thousand tokens, hidden reasoning included, each in a chunk of some 300 bytes. */
const MAX_REPLY_BYTES = 4_000_000;
/** The client joins the parts of a line anew with each one: 8 MB without a line end kept it busy for four seconds. */
const MAX_LINE_BYTES = 500_000;
const LINE_FEED = 10;

/**
 * `fetch` for a streamed reply: refuses what is no event stream, stops a body that does not end, and follows no redirect,
 * since it would take the customer's words to a server that nobody has chosen.
 */
export async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: "manual" });
  if (!response.ok || !response.body) return response;

  const type = response.headers.get("content-type") ?? "none";
  if (!type.includes("text/event-stream")) {
    await response.body.cancel();
    throw new ReplyFault("malformed", `the reply is no event stream but ${type.slice(0, 60)}`);
  }

  return new Response(response.body.pipeThrough(bounded()), response);
}

function bounded(): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  let line = 0;

  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      const lastEnd = chunk.lastIndexOf(LINE_FEED);
      line = lastEnd < 0 ? line + chunk.byteLength : chunk.byteLength - lastEnd - 1;
      if (bytes > MAX_REPLY_BYTES) throw new ReplyFault("too-long", `the reply passed ${MAX_REPLY_BYTES} bytes`);
      if (line > MAX_LINE_BYTES) throw new ReplyFault("too-long", `a line passed ${MAX_LINE_BYTES} bytes`);
      controller.enqueue(chunk);
    },
  });
}
