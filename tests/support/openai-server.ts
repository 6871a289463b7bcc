import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Behaviour, ChatRequest, Exchange } from "./openai/behaviours.ts";
import { openaiSchemas } from "./openai/schema.ts";

export type OpenaiServer = {
  /** What goes into OPENAI_BASE_URL. */
  url: string;
  /** The only key that it takes. */
  key: string;
  requests: ChatRequest[];
  /** Where client or server left OpenAI's description: has to stay empty. */
  violations: string[];
  /** What the next requests meet, in order; the last one stays. */
  next(...behaviours: Behaviour[]): void;
  /** Resolves when so many requests have come since the last `reset`. */
  received(count: number): Promise<void>;
  /** Forgets requests and violations. */
  reset(): void;
  /** Resolves when the client has closed every connection on which a reply was not complete. */
  abandoned(): Promise<void>;
  close(): Promise<void>;
};

/** A server on loopback that speaks OpenAI's chat completions as its OpenAPI description allows, or misbehaves as told. */
export async function openaiServer(): Promise<OpenaiServer> {
  const check = openaiSchemas();
  const key = "sk-test-the-right-one";
  const requests: ChatRequest[] = [];
  const violations: string[] = [];
  const sockets = new Set<Socket>();
  const unfinished = new Set<ServerResponse>();
  let behaviours: Behaviour[] = [];
  let idle = () => {};
  let arrived = () => {};

  const server = createServer(async (incoming, response) => {
    unfinished.add(response);
    response.on("close", () => {
      unfinished.delete(response);
      if (unfinished.size === 0) idle();
    });

    const request = JSON.parse(await bodyOf(incoming)) as ChatRequest;
    requests.push(request);
    arrived();
    const wrong = check("CreateChatCompletionRequest", request);
    if (wrong) violations.push(`request: ${wrong}`);

    const exchange = exchangeOn(request, response, check, violations);
    const given = incoming.headers.authorization?.replace("Bearer ", "") ?? incoming.headers["api-key"];
    if (given !== key) {
      return exchange.fail(401, "invalid_api_key", `Incorrect API key provided: ${given}`);
    }
    const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
    behaviour?.(exchange);
  });
  // A connection that the server closed between two tests would look like a fault of the second one.
  server.keepAliveTimeout = 0;
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    key,
    requests,
    violations,
    next(...next) {
      behaviours = next;
    },
    received: (count) =>
      new Promise((resolve) => {
        arrived = () => {
          if (requests.length >= count) resolve();
        };
        arrived();
      }),
    reset() {
      requests.length = 0;
      violations.length = 0;
    },
    abandoned: () =>
      new Promise((resolve) => {
        idle = resolve;
        if (unfinished.size === 0) resolve();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

type Check = ReturnType<typeof openaiSchemas>;

function exchangeOn(request: ChatRequest, response: ServerResponse, check: Check, violations: string[]): Exchange {
  return {
    request,
    response,
    open: () => void response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" }),
    send(chunk) {
      const wrong = check("CreateChatCompletionStreamResponse", chunk);
      if (wrong) violations.push(`chunk: ${wrong}`);
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    },
    write: (text) => void response.write(text),
    done: () => void response.end("data: [DONE]\n\n"),
    fail(status, code, message, headers = {}) {
      const body = { error: { message, type: "error", param: null, code } };
      const wrong = check("ErrorResponse", body);
      if (wrong) violations.push(`error: ${wrong}`);
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
