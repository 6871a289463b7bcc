import type { Scores } from "./score-passages.ts";
import type { Segment } from "./segment.ts";

/** A passage on its way to become a hit: where it stands and what each signal gave it. */
export type Candidate = {
  segment: number;
  passage: number;
  page: number;
  score: number;
  /** Passage score before anything was added; the rest by signal. */
  base: number;
  shares: Record<string, number>;
};

export type BestInput = {
  segment: Segment;
  position: number;
  scores: Scores;
  /** Share of the page's score. */
  pageShare: number;
  /** Added to every passage of a page, in units of score; -Infinity hides the page. */
  priors: { name: string; ofPage: Float32Array }[];
  limit: number;
};

/** The best passages of a segment by passage score, page score and priors, best first; one pass, no sorting of the rest. */
export function bestPassages({ segment, position, scores, pageShare, priors, limit }: BestInput): Candidate[] {
  const { pageOf, pageStarts, paths } = segment;
  const heap = new BoundedHeap(limit);
  // Plain loops over local arrays, the test that nearly always fails first: otherwise the longest part of a search.
  const ofPassage = scores.passages;
  let least = heap.least;
  for (let page = 0; page < paths.length; page++) {
    let added = pageShare * scores.pages[page]!;
    for (const { ofPage } of priors) added += ofPage[page]!;
    const end = pageStarts[page + 1]!;
    for (let passage = pageStarts[page]!; passage < end; passage++) {
      const base = ofPassage[passage]!;
      if (base + added > least && base !== 0) least = heap.offer(base + added, passage);
    }
  }

  return heap.sorted().map(({ score, passage }) => {
    const page = pageOf[passage]!;
    const shares: Record<string, number> = {};
    if (pageShare > 0) shares.page = pageShare * scores.pages[page]!;
    for (const { name, ofPage } of priors) if (ofPage[page] !== 0) shares[name] = ofPage[page]!;
    return { segment: position, passage, page, score, base: scores.passages[passage]!, shares };
  });
}

/** Keeps the `limit` best of a stream; the worst kept one is at the root. */
class BoundedHeap {
  least = Number.NEGATIVE_INFINITY;
  private readonly entries: { score: number; passage: number }[] = [];

  constructor(private readonly limit: number) {}

  /** Returns what the next score has to be above to enter. */
  offer(score: number, passage: number): number {
    if (this.limit === 0) return Number.POSITIVE_INFINITY;
    if (this.entries.length < this.limit) this.entries.push({ score, passage });
    else this.entries[0] = { score, passage };
    if (this.entries.length < this.limit) return this.least;
    if (this.least === Number.NEGATIVE_INFINITY) this.entries.sort((a, b) => a.score - b.score);
    else this.sink();
    this.least = this.entries[0]!.score;
    return this.least;
  }

  sorted(): { score: number; passage: number }[] {
    return this.entries.sort((a, b) => b.score - a.score || a.passage - b.passage);
  }

  private sink(): void {
    const { entries } = this;
    for (let at = 0; ; ) {
      let child = 2 * at + 1;
      if (child >= entries.length) return;
      if (child + 1 < entries.length && entries[child + 1]!.score < entries[child]!.score) child++;
      if (entries[at]!.score <= entries[child]!.score) return;
      [entries[at], entries[child]] = [entries[child]!, entries[at]!];
      at = child;
    }
  }
}
