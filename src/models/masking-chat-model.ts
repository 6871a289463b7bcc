import type { ChatModel } from "./chat-model.ts";

/** Texts of one conversation without what nobody outside should read, and the way back for what comes of them. */
export type Mask = (texts: readonly string[]) => { texts: string[]; reveal: (text: string) => string };

/** What may be the beginning of a placeholder, at the end of what has come so far. */
const OPEN_PLACEHOLDER = /\[(?:[A-Z]{0,12}|[A-Z]{1,12}_\d{0,9})$/;

/**
 * The same model, which reads placeholders in the place of personal data. The system's message is ours and goes as it is.
 * A placeholder that is cut between two pieces is held back until it is whole.
 */
export function maskingChatModel(model: ChatModel, mask: Mask): ChatModel {
  return {
    id: model.id,
    contextTokens: model.contextTokens,
    countTokens: model.countTokens,

    async chat(messages, options) {
      const spoken = messages.filter(({ role }) => role !== "system");
      const { texts, reveal } = mask(spoken.map(({ content }) => content));
      const sent = messages.map((message) => {
        const at = spoken.indexOf(message);
        return at < 0 ? message : { ...message, content: texts[at]! };
      });
      let held = "";
      const reply = await model.chat(sent, {
        ...options,
        onDelta(piece) {
          const text = held + piece;
          held = OPEN_PLACEHOLDER.exec(text)?.[0] ?? "";
          const whole = text.slice(0, text.length - held.length);
          if (whole !== "") options.onDelta(reveal(whole));
        },
        onRestart() {
          held = "";
          options.onRestart();
        },
      });
      if ("failure" in reply) return reply;
      if (held !== "") options.onDelta(held);
      return { ...reply, text: reveal(reply.text) };
    },
  };
}
