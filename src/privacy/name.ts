import { CLAIMED, type Detector, lastAsked } from "./detector.ts";
import type { Gazetteer } from "./gazetteer.ts";
import {
  FULL_NAME_BEFORE,
  GREETING_BEFORE,
  INTRODUCED_BEFORE,
  NAME_ASKED,
  PERSON_AFTER,
  PERSON_BEFORE,
  TITLES,
} from "./name-cues.ts";
import { scriptNames } from "./name-scripts.ts";
import { isKnown, runEnd, type Word, wordsOf } from "./name-words.ts";

/** How far before a word a cue is looked for, in UTF-16 units. */
const CUE_REACH = 40;

/** People's names, without their titles, by the words around them and by a gazetteer. */
export function nameDetector(gazetteer: Gazetteer): Detector {
  return (text, before) => {
    const words = wordsOf(text, gazetteer);
    const asked = words.length <= 2 * SHORT && lastAsked(before.slice(-2), NAME_ASKED);
    const found = scriptNames(text);

    for (let at = 0; at < words.length; ) {
      const end = nameEnd(text, words, at, asked);
      if (end > at) found.push({ start: words[at]!.start, end: words[end - 1]!.end, kind: "name" });
      at = Math.max(end, at + 1);
    }
    return found;
  };
}

/** Index behind the name that starts at word `at`, or `at` when none does. */
function nameEnd(text: string, words: readonly Word[], at: number, asked: boolean): number {
  const word = words[at]!;
  if (TITLES.has(foldTitle(word)) && words[at + 1] !== undefined) return at;
  // Most words end here, before any pattern is tried.
  if (!word.capital && word.class === "common") return at;

  const earlier = text.slice(Math.max(0, word.start - CUE_REACH), word.start);
  if (isTitle(words[at - 1]) && /^\.? $/.test(word.gap)) return afterTitle(words, at);
  if (FULL_NAME_BEFORE.test(earlier)) return afterFullNameCue(words, at);
  if (asked && answersWithName(words)) return answeredName(words, at);
  return word.capital ? capitalisedName(text, words, at, earlier, asked) : smallName(text, words, at, earlier);
}

function foldTitle({ text }: Word): string {
  return text.toLowerCase();
}

function isTitle(word: Word | undefined): boolean {
  return word !== undefined && TITLES.has(foldTitle(word));
}

function afterTitle(words: readonly Word[], at: number): number {
  const end = runEnd(words, at);
  if (end > at) return end;
  return isKnown(words[at]!) && words[at]!.class !== "maybe-given" ? at + 1 : at;
}

/** "my name is …": capitalised words, or up to three that are not common. */
function afterFullNameCue(words: readonly Word[], at: number): number {
  const end = runEnd(words, at);
  if (end > at && (end - at > 1 || words[at]!.class !== "common")) return end;
  return words[at]!.class === "common" ? at : stretchEnd(words, at);
}

/** A short text of which most is no common word, such as "Björn Åkesson" or "jordan delacroix". */
function answersWithName(words: readonly Word[]): boolean {
  const uncommon = words.filter((word) => word.class !== "common").length;
  return words.length <= 4 && uncommon > 0 && uncommon >= words.length - 1;
}

/** "Gunilla Bergström, customer": where there are capitals they decide. */
function answeredName(words: readonly Word[], at: number): number {
  const capitals = words.some((word) => word.capital && word.class !== "common");
  return capitals && !words[at]!.capital ? at : stretchEnd(words, at);
}

function stretchEnd(words: readonly Word[], at: number): number {
  let end = at;
  while (end < words.length && end - at < 4 && words[end]!.class !== "common") {
    if (end > at && !/^[ \u00A0]$/.test(words[end]!.gap)) break;
    end += 1;
  }
  return Math.max(end, end > at ? runEnd(words, at) : at);
}

/** Small letters are a name only behind a cue, and only when the gazetteer or what follows says so. */
function smallName(text: string, words: readonly Word[], at: number, earlier: string): number {
  const [word, next] = [words[at]!, words[at + 1]];
  const follows = next?.gap === " " && !next.capital;
  if (word.class === "given" && follows && next.class === "surname") return at + 2;

  if (!INTRODUCED_BEFORE.test(earlier) && !GREETING_BEFORE.test(earlier)) return at;
  const spoken = word.class === "unknown" && PERSON_AFTER.test(text.slice(word.end, word.end + 12));
  if (word.class !== "given" && word.class !== "surname" && !spoken) return at;
  return follows && isKnown(next) ? at + 2 : at + 1;
}

/** Words of an answer that is hardly more than the name it was asked for. */
const SHORT = 8;

/** "3 May" and "May 1" are dates: next to a digit one word is no name. */
function capitalisedName(text: string, words: readonly Word[], at: number, earlier: string, asked: boolean): number {
  const end = trimmedEnd(words, at, runEnd(words, at));
  if (end === at || words[at]!.text.length === 1) return at;

  const behind = text.slice(words[end - 1]!.end, words[end - 1]!.end + 12);
  if (end === at + 1 && (/\d\.? $/.test(earlier) || /^ \d/.test(behind))) return at;

  const addressed = GREETING_BEFORE.test(earlier) && /^(?:$|\s*[,.!?:;–-]|\s*\n)/.test(behind);
  const person = PERSON_BEFORE.test(earlier) || PERSON_AFTER.test(behind) || (asked && words.length <= SHORT);
  const introduced = INTRODUCED_BEFORE.test(earlier) || asked || new RegExp(`^"? <${CLAIMED}`).test(behind);
  if (end === at + 1 && !isKnown(words[at]!) && PLACE_BEFORE.test(earlier)) return at;
  return isName(words.slice(at, end), { certain: person || addressed, introduced }) ? end : at;
}

/** "delivery to Cardiff": an unknown word behind these is a place sooner than a person. */
const PLACE_BEFORE =
  /(?:^|[^\p{L}])(?:to|in|at|from|near|via|into|nach|aus|bei|à|en|au|a|di|em|no|na|i|w|till|из|в)\s$/iu;

/** A run ends before its first common word. */
function trimmedEnd(words: readonly Word[], at: number, end: number): number {
  const common = words.slice(at, end).findIndex((word) => word.capital && word.class === "common");
  return common < 0 ? end : at + common;
}

type Signs = { certain: boolean; introduced: boolean };

function isName(run: readonly Word[], { certain, introduced }: Signs): boolean {
  const classes = run.filter((word) => word.capital).map((word) => word.class);
  if (certain || classes.includes("given")) return true;
  if (classes.length === 1) return introduced && classes[0] !== "unknown";
  return introduced || classes.includes("surname") || (classes[0] === "maybe-given" && isKnown(run.at(-1)!));
}
