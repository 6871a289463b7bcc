import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { hashVector } from "./fake-embedder.ts";

type Request = { model: string; input: string[]; encoding_format?: string };
type Misbehaviour = (request: Request, response: ServerResponse) => boolean;

/** A local server with OpenAI's `/embeddings`. `misbehave` answers a request itself when it returns true. */
export async function embeddingServer(dimensions = 16, misbehave: Misbehaviour = () => false) {
  const requests: Request[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming);
    requests.push(request);
    if (misbehave(request, response)) return;

    if (request.input.includes("")) return send(response, 400, { error: { message: "input cannot be empty" } });
    const data = request.input.map((text, index) => ({
      object: "embedding",
      index,
      // Not of norm 1: servers differ, and the adapter must not care.
      embedding: [...hashVector(text, dimensions)].map((value) => value * 3),
    }));
    send(response, 200, { object: "list", model: request.model, data, usage: { prompt_tokens: 1, total_tokens: 1 } });
  });

  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () => new Promise((closed) => server.close(closed).closeAllConnections()),
  };
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Request;
}
