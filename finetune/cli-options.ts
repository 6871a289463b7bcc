import { UsageError, type ValuesOf } from "../src/cli/command-line.ts";
import { readQuestions } from "../src/cli/questions-file.ts";
import { REPLY_BOUNDS, type ReplyBound } from "../src/models/openai-compatible.ts";
import { type Decision, decisionSchema } from "../src/protocol/learning.ts";
import { type Format, formats, isFormat } from "./export.ts";

/** Of all verbs; the readers below throw UsageError for what cannot be meant. */
export const options = {
  from: { type: "string", multiple: true },
  licence: { type: "string" },
  documented: { type: "string" },
  canary: { type: "string" },
  seed: { type: "string" },
  intent: { type: "string" },
  to: { type: "string" },
  ahead: { type: "boolean" },
  conversation: { type: "string", multiple: true },
  format: { type: "string" },
  command: { type: "string" },
  model: { type: "string" },
  passages: { type: "boolean" },
  training: { type: "string" },
  url: { type: "string" },
  name: { type: "string" },
  bound: { type: "string" },
  epochs: { type: "string" },
  price: { type: "string" },
  send: { type: "boolean" },
  cancel: { type: "string" },
  accept: { type: "string" },
  as: { type: "string" },
  split: { type: "string" },
  dismiss: { type: "string" },
  reopen: { type: "string" },
  json: { type: "boolean" },
} as const;

export type Values = ValuesOf<typeof options>;

export const documented = ({ documented: file }: Values): string[] =>
  file === undefined ? [] : readQuestions(file).map(({ question }) => question);

export function canary({ canary: written = "1" }: Values): number {
  const share = Number(written);
  if (!(share > 0 && share <= 1)) throw new UsageError("--canary must be a share above 0 and at most 1.");
  return share;
}

export function seed({ seed: written = "1" }: Values): number {
  if (!/^\d{1,9}$/.test(written)) throw new UsageError("--seed must be a whole number.");
  return Number(written);
}

export function formatOf(format: string): Format {
  if (!isFormat(format)) throw new UsageError(`--format must be one of ${Object.keys(formats).join(", ")}.`);
  return format;
}

export function boundOf({ bound = "match" }: Values): ReplyBound {
  const found = REPLY_BOUNDS.find((one) => one === bound);
  if (found === undefined) throw new UsageError(`--bound must be one of ${REPLY_BOUNDS.join(", ")}.`);
  return found;
}

export function priced({ epochs = "3", price }: Values): { epochs: number; price: number | null } {
  if (!/^([1-9]|[1-4]\d|50)$/.test(epochs)) throw new UsageError("--epochs must be a whole number from 1 to 50.");
  if (price !== undefined && !/^\d+(\.\d+)?$/.test(price))
    throw new UsageError("--price must be a number, such as 25.");
  return { epochs: Number(epochs), price: price === undefined ? null : Number(price) };
}

/** What a person decides on a proposal; null where none was named. */
export function decisionIn({ accept, as, split, dismiss, reopen }: Values): { id: string; decision: Decision } | null {
  const asked = Object.entries({ accept, split, dismiss, reopen }).filter(([, id]) => id !== undefined);
  if (asked.length > 1) throw new UsageError("Give one of --accept, --split, --dismiss and --reopen.");
  if ((accept === undefined) !== (as === undefined)) throw new UsageError("--accept ID and --as NAME go together.");
  const [decision, id] = asked[0] ?? [];
  if (id === undefined) return null;
  const read = decisionSchema.safeParse({ decision, ...(as !== undefined && { intent: as }) });
  if (!read.success) throw new UsageError("--as NAME must have 1 to 200 characters.");
  return { id, decision: read.data };
}
