import { ReplyFault } from "./failure.ts";

/** Reasoning models send tens of thousands of tokens, each in a chunk of some 300 bytes. */
const MAX_REPLY_BYTES = 8_000_000;

/** `fetch` for a streamed reply: refuses what is no event stream and stops a body that does not end. */
export async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (!response.ok || !response.body) return response;

  const type = response.headers.get("content-type") ?? "none";
  if (!type.includes("text/event-stream")) {
    await response.body.cancel();
    throw new ReplyFault("malformed", `the reply is no event stream but ${type.slice(0, 60)}`);
  }

  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > MAX_REPLY_BYTES) throw new ReplyFault("too-long", `the reply passed ${MAX_REPLY_BYTES} bytes`);
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counted), response);
}
