import { plain, wordsOf } from "./clauses.ts";
import { type Courtesy, courtesies, type SmallTalk } from "./courtesies.ts";
import { personRequests } from "./person-request.ts";
import type { Language } from "./wording.ts";

export type Way =
  | { route: "documentation"; text: string }
  | { route: "small-talk"; kind: SmallTalk; language: Language }
  | { route: "person"; language: Language };

const LONGEST_PHRASE = 7;
/** What a message is mostly about, when it holds several courtesies: "hi, who are you?" asks something. */
const WEIGHT: SmallTalk[] = ["complaint", "identity", "wellbeing", "farewell", "thanks", "acknowledgement", "greeting"];

/**
 * Chooses the way by closed phrases. Courtesies must account for every word of the message: one word too many and it is
 * a question for the documentation. A missed greeting costs a "not found", a missed question costs the customer.
 */
export function router(): (text: string) => Way {
  const phrases = courtesies();
  const asksForPerson = personRequests();

  return (text) => {
    const { found, rest, request } = consume(text, phrases);
    const language = asksForPerson(request);
    if (language) return { route: "person", language };
    const spoken = found.filter((courtesy): courtesy is Spoken => courtesy.kind !== "filler");
    if (rest.length === 0 && spoken.length > 0) return { route: "small-talk", ...weightiest(spoken) };
    // What courtesy leaves over is what the documentation is asked for.
    return { route: "documentation", text: rest.length > 1 && spoken.length > 0 ? rest.join(" ") : text };
  };
}

type Spoken = { language: Language; kind: SmallTalk };

type Consumed = {
  found: Courtesy[];
  /** Words with their punctuation. */
  rest: string[];
  /** The same with a "no" before it that no mark parts from it: "no quiero hablar" is no "no, quiero hablar". */
  request: string[];
};

const DENIAL = /^(?:no|non)$/iu;

/** Takes the longest known phrases off the front. */
function consume(text: string, phrases: Map<string, Courtesy>): Consumed {
  const words = wordsOf(text);
  const found: Courtesy[] = [];
  let from = 0;

  while (from < words.length) {
    const length = longestPhrase(words.slice(from, from + LONGEST_PHRASE).map(plain), phrases);
    if (length === 0) break;
    found.push(
      phrases.get(
        words
          .slice(from, from + length)
          .map(plain)
          .join(" "),
      )!,
    );
    from += length;
  }
  const denied = DENIAL.test(words[from - 1] ?? "");
  return { found, rest: words.slice(from), request: words.slice(denied ? from - 1 : from) };
}

function longestPhrase(words: string[], phrases: Map<string, Courtesy>): number {
  for (let length = words.length; length > 0; length -= 1) {
    if (phrases.has(words.slice(0, length).join(" "))) return length;
  }
  return 0;
}

function weightiest(spoken: Spoken[]): Spoken {
  return spoken.reduce((first, next) => (WEIGHT.indexOf(next.kind) < WEIGHT.indexOf(first.kind) ? next : first));
}
