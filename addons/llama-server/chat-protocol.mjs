/** OpenAI's chat completions, as far as Switchboard uses them. Pure: no model is needed to test it. */

const MAX_TOKENS = 2_000;
const ROLES = ["system", "user", "assistant"];

/** What the caller has to change; `status` goes into the response. */
export class BadRequest extends Error {
  constructor(message, status = 400) {
    super(message);
    this.name = "BadRequest";
    this.status = status;
  }
}

/**
 * `grammar` is llama.cpp's addition to the protocol: GBNF, which the reply then keeps to. Throws BadRequest.
 *
 * @param {string} body
 * @param {readonly string[]} models
 */
export function readChatRequest(body, models) {
  const request = parsed(body);
  const { model, messages, stream = false, temperature = 0, grammar = null, stream_options: options } = request;
  const maxTokens = request.max_completion_tokens ?? request.max_tokens ?? MAX_TOKENS;

  if (!models.includes(model))
    throw new BadRequest(`There is no model "${model}" here, only: ${models.join(", ")}`, 404);
  if (!Array.isArray(messages) || messages.length === 0) throw new BadRequest("messages must hold at least one");
  if (messages.at(-1).role !== "user") throw new BadRequest("messages must end with one of the user");
  if (!Number.isInteger(maxTokens) || maxTokens < 1) throw new BadRequest("max_tokens must be a whole number above 0");
  if (typeof temperature !== "number" || temperature < 0) throw new BadRequest("temperature must be 0 or above");
  if (grammar !== null && typeof grammar !== "string") throw new BadRequest("grammar must be GBNF text");
  return {
    model,
    messages: messages.map(readMessage),
    stream: stream === true,
    usage: options?.include_usage === true,
    temperature,
    maxTokens: Math.min(maxTokens, MAX_TOKENS),
    grammar,
  };
}

function parsed(body) {
  try {
    const request = JSON.parse(body);
    if (request !== null && typeof request === "object") return request;
  } catch {
    // Said below.
  }
  throw new BadRequest("The body must be a JSON object");
}

/** Content may come as one text or as parts, of which only texts can be read here. */
function readMessage(message) {
  const { role, content } = message ?? {};
  if (!ROLES.includes(role)) throw new BadRequest(`A message has the role "${role}"; known are: ${ROLES.join(", ")}`);
  const parts = typeof content === "string" ? [{ type: "text", text: content }] : content;
  if (!Array.isArray(parts) || parts.some((part) => part?.type !== "text" || typeof part.text !== "string")) {
    throw new BadRequest("The content of a message must be text");
  }
  return { role, text: parts.map(({ text }) => text).join("\n") };
}

/** @param {{ id: string, created: number, model: string }} head */
export const chunkOf = ({ id, created, model }, delta, finish = null) => ({
  id,
  object: "chat.completion.chunk",
  created,
  model,
  choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
});

export const usageChunkOf = ({ id, created, model }, usage) => ({
  id,
  object: "chat.completion.chunk",
  created,
  model,
  choices: [],
  usage: usageOf(usage),
});

export const completionOf = ({ id, created, model }, { text, finish, usage }) => ({
  id,
  object: "chat.completion",
  created,
  model,
  choices: [
    { index: 0, message: { role: "assistant", content: text, refusal: null }, logprobs: null, finish_reason: finish },
  ],
  usage: usageOf(usage),
});

export const modelsOf = (names, created) => ({
  object: "list",
  data: names.map((id) => ({ id, object: "model", created, owned_by: "local" })),
});

export const errorOf = (message) => ({
  error: { message, type: "invalid_request_error", param: null, code: null },
});

const usageOf = ({ prompt, reply }) => ({
  prompt_tokens: prompt,
  completion_tokens: reply,
  total_tokens: prompt + reply,
});
