import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import {
  BadRequest,
  chunkOf,
  completionOf,
  errorOf,
  modelsOf,
  readChatRequest,
  usageChunkOf,
} from "./chat-protocol.mjs";
import { llamaModels } from "./llama-models.mjs";

const HELP = `
Usage: node server.mjs --base MODEL.gguf [--adapter NAME=ADAPTER.gguf]… [--port 8081] [--threads 1]

Serves the model as "base" and each adapter under its name, on this machine only, by OpenAI's protocol.
`;
const MAX_BODY_BYTES = 1_000_000;

const { values } = parseArgs({
  options: {
    base: { type: "string" },
    adapter: { type: "string", multiple: true, default: [] },
    port: { type: "string", default: "8081" },
    threads: { type: "string", default: "1" },
  },
});
if (!values.base) {
  process.stderr.write(HELP);
  process.exit(2);
}

const models = await llamaModels({
  base: values.base,
  adapters: Object.fromEntries(values.adapter.map(named)),
  threads: Number(values.threads),
});
createServer(answer).listen(Number(values.port), "127.0.0.1", function listening() {
  process.stdout.write(`Serving ${models.names.join(", ")} at http://127.0.0.1:${this.address().port}/v1\n`);
});

function named(written) {
  const [, name, file] = /^([^=]+)=(.+)$/.exec(written) ?? [];
  if (name && file && name !== "base") return [name, file];
  process.stderr.write(`--adapter must be NAME=FILE with a name other than base, not ${written}\n`);
  process.exit(2);
}

async function answer(request, response) {
  try {
    if (request.method === "GET" && request.url === "/v1/models")
      return json(response, 200, modelsOf(models.names, now()));
    if (request.method !== "POST" || request.url !== "/v1/chat/completions") throw new BadRequest("No such page", 404);
    await complete(readChatRequest(await bodyOf(request), models.names), response);
  } catch (error) {
    if (response.headersSent) return response.destroy();
    // A grammar that cannot be read is the caller's, like everything else that is known here.
    json(response, error instanceof BadRequest ? error.status : 500, errorOf(error.message));
  }
}

async function complete(request, response) {
  const head = { id: `chatcmpl-${randomUUID()}`, created: now(), model: request.model };
  const left = new AbortController();
  response.on("close", () => left.abort());
  if (!request.stream) {
    const reply = await models.reply(request, { signal: left.signal });
    return json(response, 200, completionOf(head, reply));
  }

  const send = (chunk) => response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  send(chunkOf(head, { role: "assistant", content: "" }));
  const { finish, usage } = await models.reply(request, {
    signal: left.signal,
    onText: (content) => send(chunkOf(head, { content })),
  });
  send(chunkOf(head, {}, finish));
  if (request.usage) send(usageChunkOf(head, usage));
  response.end("data: [DONE]\n\n");
}

async function bodyOf(request) {
  const parts = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) throw new BadRequest("The request is larger than 1 MB", 413);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

function json(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

const now = () => Math.floor(Date.now() / 1_000);
