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
import { streamed } from "./model-stream.ts";
import { type ChaosKind, oneOf } from "./round.ts";

const PROMPT_TOKENS = 6_000;
const TIMEOUT_SECONDS = 1;
const UNDISTURBED_SECONDS = 30;

/** Far more than the time-out: an answer that takes this long hangs. */
const HANGS_MS = 8_000;

/** Stands in what the model says outside of its answer, so nobody may ever see it. */
const PRIVATE = "PLANTED-PRIVATE-WORDS";
const SAID = "A parcel can be returned within 10 days [1].";
/** In few pieces: each of its bytes is a place to break off at. */
const SHORT_REPLY = streamed(`<customer-answer>${SAID}</customer-answer>`, 3);
const REPLY = streamed(`<private-notes>${PRIVATE}</private-notes><customer-answer>${SAID}</customer-answer>`);

/** A model server that hangs, lies, babbles or breaks off: every answer ends once, in time, with nothing of it shown. */
export const modelFaults: ChaosKind = async (folder) => {
  const stage = await modelStage(folder);

  return {
    async round(random) {
      const fault = oneOf(FAULTS, random);
      stage.misbehave(fault.of(random));
      const { ended, problems } = await stage.asked(fault.address ?? stage.address);
      return { ended: `${fault.name}: ${ended}`, problems };
    },
    close: stage.close,
  };
};

/** Offsets that one round breaks off at, at once. */
const OFFSETS_AT_ONCE = 24;

/** Drops the connection at every byte of a reply in turn; the rounds go on where the last one ended. */
export const modelDrops: ChaosKind = async (folder) => {
  const stage = await modelStage(folder);
  let next = 0;

  return {
    async round() {
      const problems: string[] = [];
      const answers = Array.from({ length: OFFSETS_AT_ONCE }, async (_, index) => {
        const at = (next + index) % SHORT_REPLY.length;
        const ended = await stage.asked(`${stage.address}/drop/${at}`);
        problems.push(...ended.problems.map((problem) => `dropped at byte ${at} of ${SHORT_REPLY.length}: ${problem}`));
      });
      await Promise.all(answers);
      next += OFFSETS_AT_ONCE;
      return { ended: `answered at each of ${OFFSETS_AT_ONCE} offsets, of ${SHORT_REPLY.length}`, problems };
    },
    close: stage.close,
  };
};

/** A documented question under a model server that does what it is told to. */
async function modelStage(folder: string) {
  const [knowledgeDir, dataDir] = [join(folder, "pages"), join(folder, "data")];
  writePages(knowledgeDir);
  await ingest({ knowledgeDir, dataDir, serve: false });
  const knowledge = knowledgeSource(() => indexFolder(dataDir, knowledgeDir), { announce: () => {} });
  let misbehave: (response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => {
    request.resume();
    response.on("error", () => {});
    const [, at] = /^\/v1\/drop\/(\d+)\//.exec(request.url ?? "") ?? [];
    if (at === undefined) misbehave(response);
    else dropAt(response, SHORT_REPLY, Number(at));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  misbehave = (response) => void response.writeHead(200, eventStream).end(REPLY);
  // The first call loads the client, too.
  const { answer: undisturbed } = await ask(await deskWith(address, knowledge, UNDISTURBED_SECONDS));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  if (undisturbed?.outcome !== "answered" || undisturbed.record.fallbacks.length > 0) {
    await close();
    throw new Error(`The undisturbed model does not answer: ${undisturbed?.record.fallbacks ?? "it hangs"}`);
  }

  return {
    address,
    misbehave(how: (response: ServerResponse) => void) {
      misbehave = how;
    },
    async asked(baseUrl: string) {
      const { answer, shown } = await ask(await deskWith(baseUrl, knowledge));
      return { ended: answer?.outcome ?? "no end", problems: judge(answer, shown) };
    },
    close,
  };
}

function dropAt(response: ServerResponse, reply: string, at: number): void {
  response.writeHead(200, eventStream).write(reply.slice(0, at), () => response.destroy());
  // Nothing written calls nothing back.
  if (at === 0) response.destroy();
}

/** The answer, null when it takes longer than any answer may; and what a customer saw of it meanwhile. */
async function ask(desk: Awaited<ReturnType<typeof deskWith>>): Promise<{ answer: Answer | null; shown: string }> {
  let shown = "";
  const over = new AbortController();
  const answer = await Promise.race([
    desk(
      { text: "How many days do I have to return a parcel?", history: [] },
      {
        signal: over.signal,
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
  return { answer, shown };
}

async function deskWith(
  baseUrl: string,
  knowledge: ReturnType<typeof knowledgeSource>,
  timeoutSeconds = TIMEOUT_SECONDS,
) {
  const settings = {
    baseUrl,
    apiKey: "key",
    model: "chaos",
    timeoutSeconds,
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

/** `address`: of another server than the one that misbehaves. */
type Fault = { name: string; address?: string; of: (random: () => number) => (response: ServerResponse) => void };

const eventStream = { "Content-Type": "text/event-stream" };

const FAULTS: readonly Fault[] = [
  // Reserved for names that never resolve.
  { name: "has no address", address: "http://model.invalid/v1", of: () => () => {} },
  // The port of nobody.
  { name: "refuses the connection", address: "http://127.0.0.1:1/v1", of: () => () => {} },
  { name: "hangs", of: () => () => {} },
  {
    name: "falls silent",
    of: () => (response) => void response.writeHead(200, eventStream).write(REPLY.slice(0, 300)),
  },
  {
    name: "drops",
    of: (random) => {
      const at = Math.floor(random() * REPLY.length);
      return (response) => dropAt(response, REPLY, at);
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
