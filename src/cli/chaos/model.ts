import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Answer, answerDesk } from "../../answer/answer-question.ts";
import { readPrompt } from "../../answer/prompt-file.ts";
import { projectRoot } from "../../config.ts";
import { ingest } from "../../ingest/ingest.ts";
import { indexFolder } from "../../ingest/knowledge-folder.ts";
import { openChatModel } from "../../models/open-chat-model.ts";
import { knowledgeSource } from "../../search/open-knowledge.ts";
import { writePages } from "./damage.ts";
import { type ChaosKind, oneOf } from "./round.ts";

const PROMPT_TOKENS = 6_000;
const TIMEOUT_SECONDS = 1;

/** Far more than the time-out: an answer that takes this long hangs. */
const HANGS_MS = 8_000;

/** Stands in what the model says outside of its answer, so nobody may ever see it. */
const PRIVATE = "PLANTED-PRIVATE-WORDS";
const SAID = "A parcel can be returned within 10 days [1].";
const REPLY = streamed(`<private-notes>${PRIVATE}</private-notes><customer-answer>${SAID}</customer-answer>`);

/** A model server that hangs, lies, babbles or breaks off: every answer ends once, in time, with nothing of it shown. */
export const modelFaults: ChaosKind = async (folder) => {
  const [knowledgeDir, dataDir] = [join(folder, "pages"), join(folder, "data")];
  writePages(knowledgeDir);
  await ingest({ knowledgeDir, dataDir, serve: false });
  const knowledge = knowledgeSource(() => indexFolder(dataDir, knowledgeDir), { announce: () => {} });
  let misbehave: (response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => {
    request.resume();
    response.on("error", () => {});
    misbehave(response);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;

  return {
    async round(random) {
      const fault = oneOf(FAULTS, random);
      misbehave = fault.of(random);
      let shown = "";
      const desk = await deskWith(baseUrl, knowledge);
      const answer = await Promise.race([
        desk(
          { text: "How many days do I have to return a parcel?", history: [] },
          {
            signal: new AbortController().signal,
            onDelta: (text) => {
              shown += text;
            },
            onRestart: () => {
              shown = "";
            },
          },
        ),
        new Promise<null>((resolve) => void setTimeout(() => resolve(null), HANGS_MS).unref()),
      ]);
      server.closeAllConnections();
      return { ended: `${fault.name}: ${answer?.outcome ?? "no end"}`, problems: judge(answer, shown) };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

async function deskWith(baseUrl: string, knowledge: ReturnType<typeof knowledgeSource>) {
  const settings = {
    baseUrl,
    apiKey: "key",
    model: "chaos",
    timeoutSeconds: TIMEOUT_SECONDS,
    promptTokens: PROMPT_TOKENS,
  };
  // One for each round: a circuit breaker that is open would keep the next fault from happening.
  const model = await openChatModel(settings, { report: () => {} });
  const prompt = readPrompt(join(projectRoot(), "src", "answer", "prompts"), "answer");
  return answerDesk({
    knowledge,
    writer: model && { model, prompt, promptTokens: PROMPT_TOKENS },
    productName: "Lumo",
    contactText: "Write to us.",
    caution: 0,
    now: () => performance.now(),
    pace: async () => {},
  });
}

function judge(answer: Answer | null, shown: string): string[] {
  if (!answer) return ["the answer did not end"];
  return [
    ...(answer.text.includes(PRIVATE) || shown.includes(PRIVATE) ? ["private words of the model were shown"] : []),
    ...(answer.outcome === "answered" ? [] : [`a documented question ended as ${answer.outcome}`]),
    ...(answer.citations.length > 0 ? [] : ["the answer cites nothing"]),
    ...(shown === answer.text ? [] : ["what was streamed is not what is kept"]),
  ];
}

type Fault = { name: string; of: (random: () => number) => (response: ServerResponse) => void };

const eventStream = { "Content-Type": "text/event-stream" };

const FAULTS: readonly Fault[] = [
  { name: "hangs", of: () => () => {} },
  {
    name: "falls silent",
    of: () => (response) => void response.writeHead(200, eventStream).write(REPLY.slice(0, 300)),
  },
  {
    name: "drops",
    of: (random) => {
      const at = Math.floor(random() * REPLY.length);
      return (response) => {
        response.writeHead(200, eventStream).write(REPLY.slice(0, at), () => response.destroy());
      };
    },
  },
  {
    name: "garbage",
    of: (random) => {
      const noise = Buffer.from(Array.from({ length: 2_000 }, () => random() * 256));
      return (response) => void response.writeHead(200, eventStream).end(noise);
    },
  },
  {
    name: "fails",
    of: (random) => {
      const status = oneOf([400, 401, 404, 429, 500, 502, 503], random);
      return (response) => void response.writeHead(status).end(`{"error":{"message":"${PRIVATE}"}}`);
    },
  },
  { name: "lies about its format", of: () => (response) => void response.writeHead(200).end("<html>OK</html>") },
  { name: "says nothing", of: () => (response) => void response.writeHead(200, eventStream).end(streamed("")) },
  {
    name: "sends 10 MB",
    of: () => (response) => {
      response.writeHead(200, eventStream);
      response.end(streamed(`<private-notes>${PRIVATE.repeat(500_000)}</private-notes>`));
    },
  },
  { name: "behaves", of: () => (response) => void response.writeHead(200, eventStream).end(REPLY) },
];

/** As OpenAI streams: a chunk for each few characters, a reason at the end, then the mark of the end. */
function streamed(text: string): string {
  const chunk = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "chaos", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const size = Math.max(8, Math.ceil(text.length / 200));
  const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
  return `${pieces.map((content) => chunk({ role: "assistant", content }, null)).join("")}${chunk({}, "stop")}data: [DONE]\n\n`;
}
