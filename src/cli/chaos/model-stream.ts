/** As OpenAI streams: an event for each few characters, a reason at the end, then the mark of the end. */
export function streamedPieces(text: string, pieces = 200): string[] {
  const event = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "chaos", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const size = Math.max(8, Math.ceil(text.length / pieces));
  const words = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
  return [
    ...words.map((content) => event({ role: "assistant", content }, null)),
    event({}, "stop"),
    "data: [DONE]\n\n",
  ];
}

export const streamed = (text: string, pieces?: number): string => streamedPieces(text, pieces).join("");
