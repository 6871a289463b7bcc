import { inCode } from "./in-code.ts";

/**
 * What of a model's reply a customer may see. Only the words between `<customer-answer>` and its end are streamed;
 * everything else is private, wherever a model puts it: before, after, in `<think>` and its kin (also inside the answer,
 * unless written as code), with the opening tag missing or the closing one. A reply without the answer tag is held back
 * until its end, because only then it is certain that no `<customer-answer>` follows: such a model is not streamed.
 *
 * Pure: a state and a piece in, a state and the visible part out; how the reply is cut into pieces makes no difference.
 */
export type Reading = {
  place: "before" | "answer" | "private" | "after";
  /** While private: the tag that opened it, how deep it is nested, and where its end leads back to. */
  tag: string;
  depth: number;
  back: "before" | "answer";
  /** Received, undecided: what may be the beginning of a tag. */
  pending: string;
  /** Before the answer tag: the answer, should none come. */
  held: string;
  /** All that was visible so far, and the white space behind it: shown with the next word, never at the end. */
  shown: string;
  space: string;
  noAnswer: boolean;
};

export const nothingRead: Reading = {
  place: "before",
  tag: "",
  depth: 0,
  back: "before",
  pending: "",
  held: "",
  shown: "",
  space: "",
  noAnswer: false,
};

type Step = { reading: Reading; visible: string };

export function readPiece(before: Reading, piece: string): Step {
  let reading = { ...before, pending: "" };
  let rest = before.pending + piece;

  for (let tag = TAG.exec(rest); tag; tag = TAG.exec(rest)) {
    reading = readTag(readText(reading, rest.slice(0, tag.index)), tag[0]);
    rest = rest.slice(tag.index + tag[0].length);
  }

  const decided = decidedLength(rest);
  reading = readText(reading, rest.slice(0, decided));
  return { reading: { ...reading, pending: rest.slice(decided) }, visible: reading.shown.slice(before.shown.length) };
}

/** After the last piece: a reply without any of our tags is an answer after all. */
export function readEnd(last: Reading): Step {
  if (last.place !== "before") return { reading: last, visible: "" };

  const plain = withoutLabels(last.held);
  return { reading: { ...last, held: "", shown: plain }, visible: plain };
}

const OWN_TAGS = ["customer-answer", "private-notes", "no-answer"];
const FOREIGN_TAGS = ["think", "thinking", "thought", "thoughts", "reasoning", "reflection", "scratchpad", "analysis"];
const TAGS = [...OWN_TAGS, ...FOREIGN_TAGS];
const LONGEST_ATTRIBUTES = 100;
const TAG = new RegExp(`</?(?:${TAGS.join("|")})(?:[\\s/][^<>]{0,${LONGEST_ATTRIBUTES}})?>|\\[/?THINK\\]`, "i");

function readText(reading: Reading, text: string): Reading {
  if (reading.place === "before") return { ...reading, held: reading.held + text };
  if (reading.place !== "answer") return reading;

  const all = reading.space + text;
  const words = all.trimEnd();
  if (words === "") return { ...reading, space: reading.shown === "" ? "" : all };
  return {
    ...reading,
    shown: reading.shown + (reading.shown ? words : words.trimStart()),
    space: all.slice(words.length),
  };
}

function readTag(reading: Reading, written: string): Reading {
  const [, slash = "", word = ""] = /^[<[](\/?)([a-z-]+)/i.exec(written) ?? [];
  const name = word.toLowerCase();
  const closing = slash !== "";

  if (reading.place === "after") return reading;
  if (reading.place === "private") return readPrivateTag(reading, name, closing);
  if (name === "customer-answer") return readAnswerTag(reading, closing);
  if (name === "no-answer") return reading.shown === "" ? { ...reading, place: "after", noAnswer: true } : reading;
  // Documentation may speak of such tags; as code they are words like others. Our own are never words.
  if (reading.place === "answer" && FOREIGN_TAGS.includes(name) && inCode(reading.shown + reading.space)) {
    return readText(reading, written);
  }
  if (!closing) return { ...reading, place: "private", tag: name, depth: 1, back: reading.place };
  // An end without a beginning: some servers send the beginning as part of the prompt, so all before it was private.
  return reading.place === "before" ? { ...reading, held: "" } : reading;
}

function readPrivateTag(reading: Reading, name: string, closing: boolean): Reading {
  if (name !== reading.tag) return reading;
  const depth = reading.depth + (closing ? -1 : 1);
  return depth === 0 ? { ...reading, depth, place: reading.back } : { ...reading, depth };
}

function readAnswerTag(reading: Reading, closing: boolean): Reading {
  if (!closing) return reading.place === "before" ? { ...reading, place: "answer", held: "" } : reading;
  // Closed but never opened: where the answer began is unknown.
  return { ...reading, place: "after", held: "" };
}

/** Up to anything that the next piece could turn into a tag. */
function decidedLength(text: string): number {
  const starts = [text.lastIndexOf("<"), text.lastIndexOf("[")].filter((at) => at >= 0 && mayBecomeTag(text.slice(at)));
  return Math.min(text.length, ...starts);
}

function mayBecomeTag(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower.startsWith("[")) return "[think]".startsWith(lower) || "[/think]".startsWith(lower);

  const [, name = "", rest = ""] = /^<\/?([a-z-]*)([^>]*)$/.exec(lower) ?? [];
  if (lower.includes(">")) return false;
  if (rest === "") return TAGS.some((tag) => tag.startsWith(name));
  return TAGS.includes(name) && /^[\s/]/.test(rest) && rest.length <= LONGEST_ATTRIBUTES + 1;
}

const LABEL =
  /^[\s#*_]*(?:private notes|reasoning|thoughts?|thinking|thought process|analysis|chain of thought)[*_]*:/im;
const ANSWER_LABEL = /^[\s#*_]*(?:final answer|answer|customer answer)[*_]*:[*_]*/gim;

/** A model that writes "Reasoning: … Answer: …" instead of tags. Without an answer label all of it is private. */
function withoutLabels(held: string): string {
  if (!LABEL.test(held)) return held.trim();
  const last = [...held.matchAll(ANSWER_LABEL)].at(-1);
  return last ? held.slice(last.index + last[0].length).trim() : "";
}
