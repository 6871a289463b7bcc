import { WIDTH } from "./aligned.ts";
import { oneLine } from "./one-line.ts";

/** A sentence in lines that fit a terminal, each after `indent`, those after the first behind `more`. What has no space stays whole. */
export function wrapped(text: string, indent = "", more = indent): string[] {
  const [first = "", ...words] = oneLine(text).split(" ");
  const lines: string[] = [];
  let line = `${indent}${first}`;
  for (const word of words) {
    if (line.length + 1 + word.length <= WIDTH) {
      line += ` ${word}`;
      continue;
    }
    lines.push(line);
    line = `${more}${word}`;
  }
  return [...lines, line];
}
