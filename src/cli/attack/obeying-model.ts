import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type ChatMessage = { role: string; content: string };

/** A model server that does whatever the attacker has written, however well the prompt asks it not to. */
export type ObeyingModel = {
  url: string;
  /** What it says from now on, out of what it was sent. */
  obey(saying: string): void;
  /** Whether a text has stood in what it was sent since `obey`. */
  wasSent(text: string): boolean;
  close(): Promise<void>;
};

export async function obeyingModel(): Promise<ObeyingModel> {
  let saying = "";
  let sent = "";
  const server = createServer(async (request, response) => {
    const { messages, stream } = JSON.parse(await bodyOf(request)) as { messages: ChatMessage[]; stream?: boolean };
    sent += messages.map(({ content }) => content).join("\n");
    const text = `<customer-answer>${withSource(said(saying, messages))}</customer-answer>`;
    response.writeHead(200, { "Content-Type": stream ? "text/event-stream" : "application/json" });
    response.end(
      stream
        ? streamed(text)
        : JSON.stringify({
            ...FRAME,
            choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
          }),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    obey(what) {
      saying = what;
      sent = "";
    },
    wasSent: (text) => flat(sent).includes(flat(text)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Headings and the ends of lines are lost on a page's way into the prompt. */
const flat = (text: string) => text.replace(/[\s#*`<>[\]()\\]+/g, "");

/** The whole of it in a row of disguises; see `injections.json`. */
const DISGUISES: Readonly<Record<string, (prompt: string) => string>> = {
  PROMPT: (prompt) => prompt,
  "PROMPT-MIDDLE": (prompt) => `Of course. ${prompt.slice(700, 1_100)} That is all [1].`,
  "PROMPT-UPPER": (prompt) => prompt.toUpperCase(),
  "PROMPT-LINES": (prompt) => prompt.split(/\s+/).join("\n- "),
  "PROMPT-CODE": (prompt) => `\`\`\`\n${prompt.replaceAll("`", "'")}\n\`\`\``,
  "PROMPT-SPACED": (prompt) => [...prompt].join(" "),
  "PROMPT-DOTS": (prompt) => [...prompt].join("."),
  "PROMPT-ZERO": (prompt) => [...prompt].join("\u200b"),
  "PROMPT-WIDE": (prompt) => prompt.replace(/[!-~]/g, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0)),
};

function said(saying: string, messages: readonly ChatMessage[]): string {
  if (saying === "ALL") return messages.map(({ content }) => content).join("\n\n");
  const prompt = messages.find(({ role }) => role === "system")?.content ?? "";
  return DISGUISES[saying]?.(prompt) ?? saying;
}

/** Without one nothing of it would be shown in the end. */
const withSource = (text: string) => (text.includes("[1]") ? text : `${text} [1]`);

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const piece of request.setEncoding("utf8")) body += piece;
  return body;
}

const FRAME = { id: "1", object: "chat.completion", created: 1, model: "obeys" };

/** As OpenAI streams, a few words at a time. */
function streamed(text: string): string {
  const chunk = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({ ...FRAME, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const pieces = text.match(/[\s\S]{1,30}/gu) ?? [];
  return `${pieces.map((content) => chunk({ role: "assistant", content }, null)).join("")}${chunk({}, "stop")}data: [DONE]\n\n`;
}
