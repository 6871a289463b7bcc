/**
 * Letters or white space in a row are encoded 64 at a time: byte-pair merging is quadratic in them, 8,000 letters took
 * five seconds. Each cut may count one token more than the whole.
 */
const LONG_RUN = /(\S{64}|\s{64})/;

/**
 * Counts tokens as the model does: exactly for OpenAI's models (encoding `o200k_base` or `cl100k_base`, loaded here in
 * about a second), by a cautious estimate for all others, whose tokenizers would weigh megabytes each.
 */
export async function tokenCounter(model: string): Promise<(text: string) => number> {
  const name = model.replace(/^openai:|^ft:/, "");
  if (/^(gpt-4o|gpt-4\.1|gpt-4\.5|gpt-5|gpt-oss|chatgpt-|o\d)/.test(name)) {
    return encodingCounter((await import("js-tiktoken/ranks/o200k_base")).default);
  }
  if (/^(gpt-4|gpt-3\.5)/.test(name)) {
    return encodingCounter((await import("js-tiktoken/ranks/cl100k_base")).default);
  }
  return estimateTokens;
}

/**
 * Tokens of a tokenizer that we do not have: a quarter of a word's Latin letters, half of the UTF-8 bytes of other
 * scripts, each digit and each other sign one. Lies above the counts of OpenAI's three encodings for prose, code and
 * tables (`tests/models/count-tokens.test.ts`).
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(/\p{Nd}|[\p{Script=Latin}\p{M}]+|\p{L}+|\s+|[^\p{L}\p{M}\p{Nd}\s]/gu)) {
    if (/^\s/.test(piece)) tokens += Math.ceil((piece.length - 1) / 4);
    else if (/^\p{Script=Latin}/u.test(piece)) tokens += Math.ceil(piece.length / 4);
    else tokens += Math.ceil(Buffer.byteLength(piece) / 2);
  }
  return tokens;
}

async function encodingCounter(ranks: ConstructorParameters<typeof import("js-tiktoken/lite").Tiktoken>[0]) {
  const { Tiktoken } = await import("js-tiktoken/lite");
  const encoding = new Tiktoken(ranks);

  // Nothing allowed, nothing forbidden: a customer who writes "<|endoftext|>" has written fifteen letters.
  const count = (text: string) => encoding.encode(text, [], []).length;
  return (text: string) => text.split(LONG_RUN).reduce((sum, piece) => sum + count(piece), 0);
}
