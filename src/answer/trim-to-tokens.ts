/**
 * The longest beginning of a Markdown text that fits, cut after a sentence, a list item, a table row or a code block,
 * never inside one. `""` when not even the first of them fits. Outer white space is dropped.
 */
export function trimToTokens(text: string, tokens: number, countTokens: (text: string) => number): string {
  const whole = text.trim();
  if (whole === "" || tokens <= 0) return "";
  if (countTokens(whole) <= tokens) return whole;

  const ends = cutPoints(whole);
  let fitting = 0;
  let tooMany = ends.length;
  // Halving: each try counts a whole beginning, since the tokens of parts do not add up exactly.
  while (fitting < tooMany) {
    const middle = (fitting + tooMany) >> 1;
    if (countTokens(whole.slice(0, ends[middle]).trimEnd()) <= tokens) fitting = middle + 1;
    else tooMany = middle;
  }
  return fitting === 0 ? "" : whole.slice(0, ends[fitting - 1]).trimEnd();
}

const FENCE = /^\s*(?:```|~~~)/;
const OWN_LINE = /^\s*(?:[-*+]\s|\d+[.)]\s|\||#{1,6}\s|>|$)/;
const MARKER_ALONE = /^\s*(?:\d+[.)]|[-*+#>|]+)?\s*$/;

/** Rising offsets after which the text may end. */
function cutPoints(text: string): number[] {
  const points: number[] = [];
  let offset = 0;
  for (const block of blocks(text)) {
    if (!FENCE.test(block)) points.push(...sentenceEnds(block).map((end) => offset + end));
    offset += block.length;
    points.push(offset);
  }
  return points;
}

/** Code blocks, list items, table rows, headings and paragraphs, each with its line end; together they are the text. */
function blocks(text: string): string[] {
  const found: string[] = [];
  let inCode = false;
  for (const line of text.split(/(?<=\n)/)) {
    const fence = FENCE.test(line);
    const continues = inCode || (!fence && !OWN_LINE.test(line) && found.length > 0 && !FENCE.test(found.at(-1)!));
    if (continues) found[found.length - 1] += line;
    else found.push(line);
    if (fence) inCode = !inCode;
  }
  return found;
}

function sentenceEnds(block: string): number[] {
  // A hard-wrapped line is no sentence of its own, but the segmenter takes every line end for one.
  const flowing = block.trimEnd().replaceAll("\n", " ");
  return [...new Intl.Segmenter("en", { granularity: "sentence" }).segment(flowing)]
    .map(({ index, segment }) => index + segment.length)
    .filter((end) => !MARKER_ALONE.test(flowing.slice(0, end)));
}
