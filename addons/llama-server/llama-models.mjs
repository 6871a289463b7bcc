import { getLlama, LlamaChat } from "node-llama-cpp";

/** Customers' conversations are short; a longer context costs memory for each model. */
const CONTEXT_TOKENS = 4_096;

/**
 * The base model and its adapters, each under its name. The base is in memory once; an adapter adds a context of its own.
 *
 * @param {{ base: string, adapters: Record<string, string>, threads: number }} settings files of GGUF
 */
export async function llamaModels({ base, adapters, threads }) {
  // Building llama.cpp takes minutes and a compiler, which nobody expects at a start.
  const llama = await getLlama({ build: "never", gpu: false, skipDownload: true, logLevel: "error" });
  const weights = await llama.loadModel({ modelPath: base });
  const contextSize = Math.min(CONTEXT_TOKENS, weights.trainContextSize);
  const open = (lora) => weights.createContext({ contextSize, threads, ...lora });

  const models = new Map([["base", chatOf(llama, await open({}))]]);
  for (const [name, file] of Object.entries(adapters)) models.set(name, chatOf(llama, await open({ lora: file })));
  return { names: [...models.keys()], reply: (request, options) => models.get(request.model)(request, options) };
}

/** One reply after the other: a context holds one conversation. */
function chatOf(llama, context) {
  const sequence = context.getSequence();
  const chat = new LlamaChat({ contextSequence: sequence });
  let last = Promise.resolve();

  return (request, options) => {
    const turn = last.then(() => reply(llama, sequence, chat, request, options));
    last = turn.catch(() => {});
    return turn;
  };
}

async function reply(llama, sequence, chat, { messages, grammar, temperature, maxTokens }, { signal, onText }) {
  // What stands behind the common beginning of two conversations would otherwise be read along.
  await sequence.clearHistory();
  const before = sequence.tokenMeter.getState();
  const { response, metadata } = await chat.generateResponse(messages.map(historyItem), {
    ...(grammar === null ? {} : { grammar: await llama.createGrammar({ grammar }) }),
    temperature,
    maxTokens,
    signal,
    stopOnAbortSignal: true,
    // Fixed replies repeat themselves rightly.
    repeatPenalty: false,
    onTextChunk: onText,
  });
  const { usedInputTokens: prompt, usedOutputTokens: written } = sequence.tokenMeter.diff(before);
  return {
    text: response,
    finish: metadata.stopReason === "maxTokens" ? "length" : "stop",
    usage: { prompt, reply: written },
  };
}

/** As text, never as control tokens: LlamaChat puts those around it. The open turn at the end is the reply's place. */
function historyItem({ role, text }) {
  return role === "assistant" ? { type: "model", response: [text] } : { type: role, text };
}
