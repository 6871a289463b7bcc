import { type Clause, clausesOf, plain } from "./clauses.ts";
import { PERSON_WORDS, type PersonWords } from "./person-words.ts";
import type { Language } from "./wording.ts";

/** "agent", "a human please": short enough to be nothing else. */
const BARE_REQUEST_WORDS = 4;
/** "And tell me how …": a question word this near the start asks; later it tells ("I do not know how …"). */
const QUESTION_WITHIN = 3;
/** Behind a word for help: with what. */
const CONCERNED = new Set(["with", "mit", "bei", "beim", "avec", "con"]);

type Vocabulary = { [Field in keyof PersonWords]: ReadonlySet<string> };

/**
 * A message asks for a person when all of it does, or one clause of it ("this is useless, give me a human!") and no
 * other asks something but where such a person is. What asks names a person, and every word of it belongs to such a
 * request: "How do I hand a chat over to an agent?" holds words that do not, and stays a question for the documentation.
 */
export function personRequests(): (message: string[]) => Language | null {
  const languages = Object.entries(PERSON_WORDS).map(([language, listed]) => ({
    language: language as Language,
    vocabulary: vocabularyOf(listed),
  }));

  return (message) => {
    const clauses = clausesOf(message);
    const words = message.map(plain);
    const asking = languages.find(
      ({ vocabulary }) => isRequest(words, vocabulary, BARE_REQUEST_WORDS) || hasRequest(clauses, vocabulary),
    );
    return asking?.language ?? null;
  };
}

function vocabularyOf(listed: PersonWords): Vocabulary {
  const sets = Object.entries(listed).map(([field, words]) => [field, new Set(words.split(/[ |]/u))]);
  return { ...Object.fromEntries(sets), openings: new Set(listed.openings.split("|")) };
}

/** `bare`: up to so many words, it need not say that the person is wanted. */
function isRequest(words: string[], vocabulary: Vocabulary, bare: number): boolean {
  const { reaching, wanting, around, aid } = vocabulary;
  const asksFor = (word: string) => reaching.has(word) || wanting.has(word);
  const names = (at: number) => namesPerson(words, at, vocabulary);
  const fits = (word: string, at: number) =>
    [word, `${word}_${words[at + 1]}`, `${words[at - 1]}_${word}`].some((fitting) => around.has(fitting));
  const helps = (word: string, at: number) => aid.has(word) && !CONCERNED.has(words[at + 1] ?? "");
  const closed = words.every((word, at) => names(at) || asksFor(word) || fits(word, at) || helps(word, at));
  return closed && words.some((_, at) => names(at)) && (words.length <= bare || words.some(asksFor));
}

function namesPerson(words: string[], at: number, { people, superiors, around }: Vocabulary): boolean {
  if (people.has(words[at]!)) return true;
  return superiors.has(words[at]!) && at > 0 && around.has(words[at - 1]!);
}

function hasRequest(clauses: Clause[], vocabulary: Vocabulary): boolean {
  for (const [rank, clause] of clauses.entries()) {
    const start = startOfRequest(clause, vocabulary);
    if (start < 0) continue;
    const before = { ...clause, words: clause.words.slice(0, start), mark: "" as const };
    const others = [...clauses.slice(0, rank), before, ...clauses.slice(rank + 1)];
    return !others.some((other) => asksSomething(other, vocabulary) && !seeksSomebody(other, vocabulary));
  }
  return false;
}

/** Where in the clause a request begins that lasts to its end, or to why it is made; -1: nowhere. */
function startOfRequest({ words, sentence }: Clause, vocabulary: Vocabulary): number {
  const request = untilReason(words, vocabulary);
  // A sentence of its own may be "A human please."; after a comma that may be anything.
  const urged = words.some((word) => vocabulary.urging.has(word));
  if (sentence && isRequest(request, vocabulary, urged ? BARE_REQUEST_WORDS : 0)) return 0;
  return request.findIndex((_, at) => opens(words, at, vocabulary) && isRequest(request.slice(at), vocabulary, 0));
}

function untilReason(words: string[], vocabulary: Vocabulary): string[] {
  const named = words.findIndex((_, at) => namesPerson(words, at, vocabulary));
  const reason = words.findIndex((word, at) => at > named && vocabulary.reasons.has(word));
  return named < 0 || reason < 0 ? words : words.slice(0, reason);
}

function opens(words: string[], at: number, { openings, blocking, reaching, wanting }: Vocabulary): boolean {
  const word = words[at]!;
  if (at === 0 && (reaching.has(word) || wanting.has(word))) return true;
  if (at > 0 && blocking.has(words[at - 1]!)) return false;
  return openings.has(word) || openings.has(`${word} ${words[at + 1] ?? ""}`);
}

/** A single word ("Hello?") and an exclamation ("What a mess!") are outcries. */
function asksSomething({ words, mark }: Clause, { questions, auxiliaries }: Vocabulary): boolean {
  if (words.length < 2 || mark === "!") return false;
  return (
    mark === "?" || auxiliaries.has(words[0]!) || words.slice(0, QUESTION_WITHIN).some((word) => questions.has(word))
  );
}

/** "Where is anybody?" asks for the same person again, and nothing of the documentation. */
function seeksSomebody({ words }: Clause, vocabulary: Vocabulary): boolean {
  const { anybody, seeking, around } = vocabulary;
  const names = (at: number) => anybody.has(words[at]!) || namesPerson(words, at, vocabulary);
  return (
    words.some((_, at) => names(at)) && words.every((word, at) => names(at) || seeking.has(word) || around.has(word))
  );
}
