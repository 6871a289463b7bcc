import type { ServerResponse } from "node:http";

export type ChatRequest = { model: string; messages: { role: string; content: string }[]; stream_options?: unknown };

/** One exchange of the test server. `send` checks the chunk against OpenAI's schema before it writes it. */
export type Exchange = {
  request: ChatRequest;
  response: ServerResponse;
  open: () => void;
  send: (chunk: object) => void;
  /** Writes bytes unchecked, for what no schema allows. */
  write: (text: string) => void;
  done: () => void;
  fail: (status: number, code: string | null, message: string, headers?: Record<string, string>) => void;
};

export type Behaviour = (exchange: Exchange) => void;

type Delta = { role?: "assistant"; content?: string; refusal?: string; reasoning_content?: string };

export function chunk(request: ChatRequest, delta: Delta, finish: string | null = null, usage?: object): object {
  return {
    id: "chatcmpl-test",
    object: "chat.completion.chunk",
    created: 1_700_000_000,
    model: request.model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(usage ? { usage } : {}),
  };
}

/** A whole answer, a few characters at a time, as a real server streams it. */
export function says(text: string | ((request: ChatRequest) => string), finish = "stop"): Behaviour {
  return ({ request, open, send, done }) => {
    open();
    send(chunk(request, { role: "assistant", content: "" }));
    for (const piece of pieces(typeof text === "string" ? text : text(request)))
      send(chunk(request, { content: piece }));
    send(chunk(request, {}, finish));
    if (request.stream_options) {
      const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
      send({ ...chunk(request, {}), choices: [], usage });
    }
    done();
  };
}

/** Reasoning in the field that DeepSeek, vLLM and llama.cpp use. */
export function reasons(thoughts: string, text: string): Behaviour {
  return ({ request, open, send, done }) => {
    open();
    for (const piece of pieces(thoughts)) send(chunk(request, { reasoning_content: piece }));
    for (const piece of pieces(text)) send(chunk(request, { content: piece }));
    send(chunk(request, {}, "stop"));
    done();
  };
}

export function refuses(words: string): Behaviour {
  return ({ request, open, send, done }) => {
    open();
    send(chunk(request, { role: "assistant", refusal: words }));
    send(chunk(request, {}, "stop"));
    done();
  };
}

export const fails =
  (status: number, code: string | null = null, headers: Record<string, string> = {}): Behaviour =>
  ({ fail }) =>
    fail(status, code, `the server says ${status}`, headers);

/** Never answers; the client has to leave. */
export const hangsBeforeHeaders: Behaviour = () => {};

export const hangsAfter =
  (text: string): Behaviour =>
  ({ request, open, send }) => {
    open();
    send(chunk(request, { content: text }));
  };

/** Sends the first `bytes` of a whole answer and drops the connection. */
export const cutsAfter =
  (bytes: number, text: string): Behaviour =>
  ({ request, response, open }) => {
    open();
    response.write(wholeReply(request, text).subarray(0, bytes), () => response.destroy());
  };

/** Ends the body in order after the first `bytes` of a whole answer. */
export const endsAfter =
  (bytes: number, text: string): Behaviour =>
  ({ request, response, open }) => {
    open();
    response.end(wholeReply(request, text).subarray(0, bytes));
  };

export const endsEmpty: Behaviour = ({ open, done }) => {
  open();
  done();
};

export const sendsMalformed =
  (line: string): Behaviour =>
  ({ request, open, send, write, done }) => {
    open();
    send(chunk(request, { content: "Half " }));
    write(`data: ${line}\n\n`);
    done();
  };

/** An error in the middle of a stream that began well. */
export const failsMidStream: Behaviour = ({ request, open, send, write, done }) => {
  open();
  send(chunk(request, { content: "Half " }));
  write(
    `data: ${JSON.stringify({ error: { message: "overloaded", type: "server_error", param: null, code: null } })}\n\n`,
  );
  done();
};

export const floods =
  (megabytes: number, line: (request: ChatRequest) => string): Behaviour =>
  ({ request, response, open }) => {
    open();
    const one = line(request);
    let left = megabytes * 1_000_000;
    const more = () => {
      while (left > 0 && !response.destroyed) {
        left -= one.length;
        if (!response.write(one)) return void response.once("drain", more);
      }
      if (!response.destroyed) response.end();
    };
    more();
  };

export const sendsType =
  (type: string, body: string): Behaviour =>
  ({ response }) => {
    response.writeHead(200, { "content-type": type });
    response.end(body);
  };

export function wholeReply(request: ChatRequest, text: string): Buffer {
  const chunks = [...pieces(text).map((piece) => chunk(request, { content: piece })), chunk(request, {}, "stop")];
  return Buffer.from(`${chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("")}data: [DONE]\n\n`);
}

function pieces(text: string): string[] {
  return text.match(/[\s\S]{1,5}/gu) ?? [];
}
