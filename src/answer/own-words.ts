/**
 * An answer may not repeat what the model was told behind the scenes: the words of its prompt, and what other customers
 * asked in its examples. Whether a model obeys who asks for them is not relied upon.
 */
export type OwnWords = {
  /** Sections of the prompt. Repeated is a run of `LONGEST_RUN` letters. */
  sections: readonly string[];
  /** Other customers' texts. Repeated is also one of them as a whole. */
  questions: readonly string[];
  /** What the customer may see anyway: passages, the question, earlier turns. */
  open: readonly string[];
};

export type OwnWordsFilter = {
  /** The part of the text that is certain by now. Nothing more once `repeated`. */
  push(text: string): string;
  /** The rest. */
  end(): string;
  repeated(): boolean;
};

/** Some nine words: shorter runs are said by chance. Signs, blanks and case do not count, so that none of them hides a run. */
export const LONGEST_RUN = 48;
/** So many letters in a row that stand in a prompt, too, are held back until it is known how the text goes on. */
const GRAM = 6;
/** A shorter question of another customer says nothing about them. */
const SHORTEST_QUESTION = 16;
const BETWEEN = "\n";

export function ownWordsFilter({ sections, questions, open }: OwnWords): OwnWordsFilter {
  const asked = questions.map(letters).filter((text) => text.length >= SHORTEST_QUESTION);
  const secret = [...sections.map(unquoted), ...asked].join(BETWEEN);
  const grams = gramsOf(secret);
  const known = open.map(letters).join(BETWEEN);
  const longest = Math.max(LONGEST_RUN, ...asked.map(({ length }) => length));
  let recent = "";
  let run = 0;
  let held = "";
  let repeated = false;

  function readLetter(letter: string): void {
    recent = (recent + letter).slice(-longest);
    run = grams.has(recent.slice(-GRAM)) ? Math.max(GRAM, run + letter.length) : 0;
    const told = recent.slice(-LONGEST_RUN);
    if (run >= LONGEST_RUN && secret.includes(told) && !known.includes(told)) repeated = true;
    if (asked.some((text) => run >= text.length && recent.endsWith(text) && !known.includes(text))) repeated = true;
  }

  return {
    push(text) {
      let certain = "";
      for (const sign of text) {
        held += sign;
        for (const letter of letters(sign)) readLetter(letter);
        if (repeated) return certain;
        if (run > 0) continue;
        certain += held;
        held = "";
      }
      return certain;
    },
    end: () => (repeated ? "" : held),
    repeated: () => repeated,
  };
}

/** Every stretch of `GRAM` letters: whether a text goes on like the prompt is then one look, however long the prompt is. */
function gramsOf(text: string): ReadonlySet<string> {
  const grams = new Set<string>();
  for (let at = 0; at + GRAM <= text.length; at += 1) grams.add(text.slice(at, at + GRAM));
  return grams;
}

function letters(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** What stands in quotation marks is what the prompt's author wants said. */
function unquoted(section: string): string {
  return section
    .split(/"[^"\n]{1,300}"|“[^”\n]{1,300}”/)
    .map(letters)
    .join(BETWEEN);
}
