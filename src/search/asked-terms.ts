import type { SearchQuery, Term } from "./knowledge.ts";
import type { NearSpellings } from "./read-question.ts";
import type { TermReader } from "./term-reader.ts";

export type AskedTermsInput = {
  query: SearchQuery;
  reader: Pick<TermReader, "terms" | "statistics">;
  standIn: (stem: string) => string;
  /** Of a word that neither the documentation nor general talk knows; null: every word is judged as it stands. */
  spellings: NearSpellings | null;
  /** Share of general customer talk (0..1) that holds the word; the floor for words it never says. */
  background: (surface: string) => number;
};

/** "How long is the warranty?" asks about the warranty: no page has to hold the word "long". */
const QUANTIFIERS =
  /(?<!\p{L})(?:(?<=how )(?:long|many|much|often|soon|far|old)|(?<=wie )(?:lange|viele?|oft|weit|alt))(?!\p{L})/giu;
/** Function words as they are typed in a chat. */
const SHORTHAND = new Set(
  "u ur r ya til till thx pls plz please im ive dont cant doesnt didnt isnt whats wheres hows gonna wanna gotta".split(
    " ",
  ),
);
/** Done with anything: "what do I need to bring?" asks what to bring, though no page holds "need". */
const LIGHT = new Set("need want get got take give go come put happen allowed tell know let".split(" "));

/** The content words of a question that support is judged by. */
export function askedTerms({ query, reader, standIn, spellings, background }: AskedTermsInput): Term[] {
  const { text, carried } = query;
  const whole = [text.replace(QUANTIFIERS, ""), ...(carried?.keys() ?? [])].join(" ");
  const terms = reader.terms(whole, standIn);
  if (spellings === null) return terms;
  const read = terms.map((term) => {
    const near = mayBeMisspelt(term, background) ? spellings(term.surface)[0] : undefined;
    if (near === undefined || near.weight < SURE) return term;
    return { ...term, stem: near.stem, idf: reader.statistics(near.stem).idf, known: true };
  });
  const asked = read.filter(({ surface, known }) => known || !(SHORTHAND.has(surface) || LIGHT.has(surface)));
  return asked.length > 0 ? asked : read;
}

/** "denied" and "charged" are forms of words that people say, not misspelt "dented" and "changed". */
function mayBeMisspelt({ surface, known }: Term, background: AskedTermsInput["background"]): boolean {
  if (known || surface.length < SHORTEST_TYPO || surface.endsWith("ed")) return false;
  const roots = [0, 1, 2].map((ending) => surface.slice(0, surface.length - ending));
  return roots.every((root) => background(root) <= background(""));
}

/** Shorter words have neighbours that are words themselves: "visa", "via". */
const SHORTEST_TYPO = 6;
/** Weight of a spelling one edit away: two away is another word as often as not. */
const SURE = 1;
