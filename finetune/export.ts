import { z } from "zod";
import { tunedMessages } from "../src/intents/tuned-messages.ts";
import { type Example, questionOf } from "./example.ts";

/** Each format with the shape that its reader demands; nothing leaves that does not have it. */
const message = (role: string) => z.strictObject({ role: z.literal(role), content: z.string().min(1) });
const dialogue = z
  .array(z.union([message("system"), message("user"), message("assistant")]))
  .min(1)
  .refine((messages) => messages.at(-1)!.role === "user", "must end with the customer");
const reply = z.array(message("assistant")).length(1);

export const formats = {
  /** TRL, SFTTrainer: https://huggingface.co/docs/trl/dataset_formats */
  "prompt-completion": z.strictObject({ prompt: z.string().min(1), completion: z.string().min(1) }),
  /** TRL, the same with turns. */
  conversational: z.strictObject({ prompt: dialogue, completion: reply }),
  /** TRL, DPOTrainer: preferred and rejected reply. */
  dpo: z.strictObject({ prompt: dialogue, chosen: reply, rejected: reply }),
  /**
   * OpenAI, supervised fine-tuning: https://platform.openai.com/docs/guides/supervised-fine-tuning
   * Whatever the assistant says is learnt there unless its weight is 0.
   */
  "openai-chat": z.strictObject({
    messages: z
      .array(
        z.union([
          message("system"),
          message("user"),
          message("assistant")
            .extend({ weight: z.literal(0) })
            .partial({ weight: true }),
        ]),
      )
      .min(2),
  }),
  /** OpenAI, preference fine-tuning: https://platform.openai.com/docs/guides/direct-preference-optimization */
  "openai-preference": z.strictObject({
    input: z.strictObject({ messages: dialogue }),
    preferred_output: reply,
    non_preferred_output: reply,
  }),
} as const;
export type Format = keyof typeof formats;

export const isFormat = (name: string): name is Format => Object.hasOwn(formats, name);

/**
 * One JSON line per example that has what the format needs: every format needs an approved reply, the preference formats
 * a rejected one beside it. `system` is the prompt that the tuned model will be served with; empty: none.
 */
export function exportLines(examples: readonly Example[], format: Format, system: string): string[] {
  return examples.flatMap((example) => {
    const line = writers[format](example, system);
    return line === null ? [] : [JSON.stringify(formats[format].parse(line))];
  });
}

type Writer = (example: Example, system: string) => z.input<(typeof formats)[Format]> | null;

const writers: Record<Format, Writer> = {
  "prompt-completion": (example) =>
    example.completion === null ? null : { prompt: questionOf(example), completion: example.completion },
  conversational: (example, system) =>
    example.completion === null ? null : { prompt: turns(example, system), completion: said(example.completion) },
  dpo: (example, system) => {
    if (example.completion === null || example.rejected === null) return null;
    return { prompt: turns(example, system), chosen: said(example.completion), rejected: said(example.rejected) };
  },
  "openai-chat": (example, system) => {
    if (example.completion === null) return null;
    const earlier = turns(example, system).map((turn) => (turn.role === "assistant" ? { ...turn, ...UNLEARNT } : turn));
    return { messages: [...earlier, ...said(example.completion)] };
  },
  "openai-preference": (example, system) => {
    if (example.completion === null || example.rejected === null) return null;
    return {
      input: { messages: turns(example, system) },
      preferred_output: said(example.completion),
      non_preferred_output: said(example.rejected),
    };
  },
};

/** Nobody may have approved what was said earlier in the conversation. */
const UNLEARNT = { weight: 0 as const };

const turns = ({ messages }: Example, system: string) => tunedMessages(system, messages);

const said = (content: string) => [{ role: "assistant", content }];
