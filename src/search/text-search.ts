import { addDense } from "./add-dense.ts";
import { bestPassages, type Candidate } from "./best-passages.ts";
import { bigramWorth, wordPairs } from "./bigrams.ts";
import { type DenseSide, type Place, placeKey } from "./dense-side.ts";
import type { SearchQuery } from "./knowledge.ts";
import { distinctWords, nearDuplicates } from "./near-duplicates.ts";
import { termsOfPassage } from "./passage-terms.ts";
import { phraseWorth } from "./phrases.ts";
import type { Ranking } from "./ranking.ts";
import { type Expansion, type ReadingAids, type ReadQuestion, readQuestion } from "./read-question.ts";
import { emptyScores, type Scores, scorePassages } from "./score-passages.ts";
import type { Segment } from "./segment.ts";
import { nearSpellings } from "./spellings.ts";
import type { TermReader } from "./term-reader.ts";
import { TimeSlice } from "./time-slice.ts";

/** Passages that are compared with each other for near copies. */
const COMPARED = 30;

export type TextSearchParts = {
  segments: readonly Segment[];
  /** Pages of the main segment that a later one replaced or removed. */
  hidden: ReadonlySet<number>;
  reader: TermReader;
  synonyms: Expansion;
  standIn: ReadingAids["standIn"];
  dense: DenseSide | null;
  ranking: Ranking;
};

/** Its terms in reading order, and rising without repetitions. */
type ReadTerms = { terms: Int32Array; words: Int32Array };
type ReadCandidate = ReadTerms & { candidate: Candidate };

/** Passages whose terms are kept, some 1 kB each: the best of one question are often those of the next. */
const KEPT = 5_000;

/** The ranking of one snapshot: words first, then what can only be judged by reading the best passages. */
export class TextSearch {
  private readonly pools: Scores[][];
  private readonly kept = new Map<string, ReadTerms>();
  private readonly aids;

  constructor(private readonly parts: TextSearchParts) {
    const { segments, reader, ranking, synonyms, standIn } = parts;
    this.pools = segments.map(() => []);
    this.aids = {
      standIn,
      synonyms,
      synonymWeight: ranking.synonyms,
      spellings: nearSpellings(segments, (spelling) => {
        const [word] = reader.read(spelling);
        return word ? { stem: word.stem, passages: reader.statistics(word.stem).passages } : { stem: "", passages: 0 };
      }),
      spellingWeight: ranking.spellings,
    };
  }

  /** Best first. Passages are read and hits are made by the caller. */
  async ranked(query: SearchQuery): Promise<{ question: ReadQuestion; candidates: Candidate[] }> {
    const slice = new TimeSlice();
    const question = readQuestion(query.text, this.parts.reader, this.aids, query.carried);
    const candidates: Candidate[] = [];
    for (const position of this.parts.segments.keys()) {
      candidates.push(...(await this.matches(question, position, query, slice)));
    }
    const best = byScore(candidates).slice(0, Math.max(this.parts.ranking.readPassages, query.limit));
    const read = best.slice(0, this.parts.ranking.readPassages).map((candidate) => this.withTerms(candidate));
    this.addTogether(question, read);
    best.push(...(await this.addMeaning(query.text, byScore(best), slice)));
    this.pushDownCopies(read);
    return { question, candidates: byScore(best) };
  }

  private withTerms(candidate: Candidate): ReadCandidate {
    const key = placeKey(candidate);
    const known = this.kept.get(key);
    if (known) return { candidate, ...known };
    const terms = termsOfPassage(this.parts.segments[candidate.segment]!.passageTerms, candidate.passage);
    const read = { terms, words: distinctWords(terms) };
    if (this.kept.size >= KEPT) this.kept.clear();
    this.kept.set(key, read);
    return { candidate, ...read };
  }

  private async matches(
    question: ReadQuestion,
    position: number,
    query: SearchQuery,
    slice: TimeSlice,
  ): Promise<Candidate[]> {
    const { segments, ranking } = this.parts;
    const segment = segments[position]!;
    const scores = this.pools[position]!.pop() ?? emptyScores(segment);
    await scorePassages(question.terms, segment, position, ranking.page > 0, scores, slice);
    await slice.breathe();
    const found = bestPassages({
      segment,
      position,
      scores,
      pageShare: ranking.page,
      priors: this.priors(position, query, scores),
      limit: Math.max(this.parts.ranking.readPassages, query.limit),
    });
    this.pools[position]!.push(scores);
    return found;
  }

  private priors(position: number, { topics }: SearchQuery, scores: Scores) {
    const { segments, ranking, hidden } = this.parts;
    const priors: { name: string; ofPage: Float32Array }[] = [];
    if (topics && topics.size > 0) {
      const best = scores.passages.reduce((most, score) => Math.max(most, score), 0);
      const weights = segments[position]!.paths.map((path) => ranking.topics * best * topicOf(path, topics));
      priors.push({ name: "topics", ofPage: Float32Array.from(weights) });
    }
    if (position === 0 && hidden.size > 0) {
      const gone = segments[0]!.paths.map((_, page) => (hidden.has(page) ? Number.NEGATIVE_INFINITY : 0));
      priors.push({ name: "hidden", ofPage: Float32Array.from(gone) });
    }
    return priors;
  }

  /** Neighbouring words and quoted phrases. */
  private addTogether(question: ReadQuestion, read: ReadCandidate[]): void {
    const { reader, segments, ranking } = this.parts;
    const bySegment = segments.map((_, position) => {
      const known = (stem: string) => ({
        id: reader.statistics(stem).ids[position]!,
        idf: reader.statistics(stem).idf,
      });
      const phrases = question.phrases.map((stems) => stems.map(known));
      return {
        pairs: wordPairs(question.order.map(known)),
        phrases: phrases.map((words) => ({
          terms: words.map(({ id }) => id),
          worth: words.reduce((sum, { idf }) => sum + idf, 0),
        })),
      };
    });
    for (const { candidate, terms } of read) {
      const { pairs, phrases } = bySegment[candidate.segment]!;
      give(candidate, "bigrams", ranking.bigrams * bigramWorth(pairs, terms));
      give(candidate, "phrases", ranking.phrases * phraseWorth(phrases, terms));
    }
  }

  /** Returns the passages that only their meaning brought. */
  private async addMeaning(text: string, best: readonly Candidate[], slice: TimeSlice): Promise<Candidate[]> {
    const { dense, ranking, segments, hidden } = this.parts;
    if (!dense || ranking.dense === 0) return [];
    const compared = best.slice(0, ranking.densePassages);
    const near = await dense.near(text, compared, slice);
    const others = new Map(best.slice(ranking.densePassages).map((candidate) => [placeKey(candidate), candidate]));
    const found: Candidate[] = [];
    const candidateOf = (place: Place): Candidate | null => {
      const page = segments[place.segment]!.pageOf[place.passage]!;
      if (place.segment === 0 && hidden.has(page)) return null;
      const known = others.get(placeKey(place));
      if (known) return known;
      found.push({ ...place, page, score: 0, base: 0, shares: {} });
      return found.at(-1)!;
    };
    addDense({ compared, near, weight: ranking.dense, candidateOf });
    return found;
  }

  private pushDownCopies(read: ReadCandidate[]): void {
    const { duplicates } = this.parts.ranking;
    if (duplicates === 0) return;
    const compared = read.sort((a, b) => b.candidate.score - a.candidate.score).slice(0, COMPARED);
    const copies = nearDuplicates(
      compared.map(({ candidate, words }) => ({ page: `${candidate.segment} ${candidate.page}`, words })),
    );
    compared.forEach(({ candidate }, rank) => {
      if (copies[rank]) give(candidate, "duplicates", -duplicates * candidate.score);
    });
  }
}

/** Adds a signal's share to a candidate. */
export function give(candidate: Candidate, signal: string, share: number): void {
  if (share === 0) return;
  candidate.score += share;
  candidate.shares[signal] = (candidate.shares[signal] ?? 0) + share;
}

const byScore = (candidates: Candidate[]): Candidate[] => candidates.sort((a, b) => b.score - a.score);

function topicOf(path: string, topics: ReadonlyMap<string, number>): number {
  let weight = topics.get(path) ?? 0;
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
    weight = Math.max(weight, topics.get(path.slice(0, at + 1)) ?? 0);
  }
  return weight;
}
