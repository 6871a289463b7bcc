import { statSync } from "node:fs";
import { join } from "node:path";
import { denseSideFor } from "./dense-side.ts";
import type { Embedder } from "./embedder.ts";
import { type Knowledge, type KnowledgeSource, NothingIngestedError } from "./knowledge.ts";
import { type WordForms, wordForms } from "./language.ts";
import { openVectors, toStandardError } from "./passage-vectors.ts";
import { type Ranking, rankingFor } from "./ranking.ts";
import { DamagedIndexError } from "./section-file.ts";
import { openSegment, type Segment } from "./segment.ts";
import { type SearchAids, shippedAids } from "./shipped-aids.ts";
import { currentFile, learnedIn, readSnapshot, type Snapshot } from "./snapshot.ts";
import { textKnowledge } from "./text-knowledge.ts";
import type { VectorIndex } from "./vector-index.ts";

export { NothingIngestedError } from "./knowledge.ts";
export { DamagedIndexError } from "./section-file.ts";

export type SourceOptions = {
  /** Read at the first question when not given. */
  aids?: SearchAids;
  /** Overrides some of the ranking; for measuring one signal at a time. */
  ranking?: Partial<Ranking>;
  /** Told in one line when an embedder or its vectors cannot be used; standard error when not given. */
  announce?: (line: string) => void;
};

/**
 * The newest snapshot of a folder, opened when it changed: looking costs one `stat` a question. `folder` is asked each
 * time, so that another knowledge base can be switched in. `current` throws NothingIngestedError or DamagedIndexError.
 */
export function knowledgeSource(folder: () => string, options: SourceOptions = {}): KnowledgeSource {
  const opener = new Opener(options);
  let opened: { stamp: string; knowledge: Knowledge } | undefined;
  return {
    current() {
      const at = folder();
      const stamp = stampOf(at);
      if (opened?.stamp !== stamp) opened = { stamp, knowledge: opener.open(at) };
      return opened.knowledge;
    },
  };
}

function stampOf(folder: string): string {
  const stat = statSync(currentFile(folder), { bigint: true, throwIfNoEntry: false });
  if (!stat) throw new NothingIngestedError(folder);
  return `${folder} ${stat.ino} ${stat.mtimeNs}`;
}

/** A segment may be swapped away between reading the snapshot and opening it; so often in a row it cannot. */
const ATTEMPTS = 5;

class Opener {
  private words: WordForms | undefined;
  private aids: SearchAids | undefined;
  private segments = new Map<string, Segment>();
  private indexes = new Map<string, VectorIndex | null>();
  private readonly announce: (line: string) => void;

  constructor(private readonly options: SourceOptions) {
    this.announce = options.announce ?? toStandardError;
  }

  open(folder: string): Knowledge {
    for (let attempt = 1; ; attempt++) {
      const snapshot = readSnapshot(folder);
      try {
        return this.knowledge(folder, snapshot, this.openSegments(folder, snapshot));
      } catch (error) {
        const { code, path } = error as NodeJS.ErrnoException;
        if (code !== "ENOENT") throw error;
        if (attempt === ATTEMPTS) throw new DamagedIndexError(path ?? folder, "missing");
      }
    }
  }

  /** The main segment stays open when only a few pages changed: that is what makes a change live at once. */
  private openSegments(folder: string, snapshot: Snapshot): Segment[] {
    this.words ??= wordForms();
    const names = snapshot.segments.map((name) => join(folder, name));
    const segments = names.map((name) => this.segments.get(name) ?? openSegment(name));
    this.segments = new Map(names.map((name, at) => [name, segments[at]!]));
    return segments;
  }

  private knowledge(folder: string, snapshot: Snapshot, segments: Segment[]): Knowledge {
    this.aids ??= this.options.aids ?? shippedAids();
    const { embedder } = this.aids;
    const names = snapshot.segments.map((name) => join(folder, name));
    const indexes = embedder ? this.openIndexes(embedder, names) : [];
    const passages = segments.reduce((sum, { pageOf }) => sum + pageOf.length, 0);
    const pageByPath = segments[0]!.pageByPath;
    return textKnowledge({
      version: snapshot.version,
      segments,
      hidden: new Set(snapshot.hidden.flatMap((path) => pageByPath.get(path) ?? [])),
      words: this.words!,
      ranking: { ...rankingFor(passages), ...this.options.ranking },
      dense: embedder && ((read) => denseSideFor(embedder, indexes, read, this.announce)),
      ownSynonyms: snapshot.synonyms,
      guesses: true,
      learned: learnedIn(snapshot),
      background: this.aids.background,
      supportThreshold: snapshot.supportThreshold,
      doubtThreshold: snapshot.doubtThreshold,
    });
  }

  private openIndexes(embedder: Embedder, names: string[]): (VectorIndex | null)[] {
    const opened = names.map((name) => {
      const known = this.indexes.get(name);
      return known === undefined ? openVectors(name, embedder, this.announce) : known;
    });
    this.indexes = new Map(names.map((name, at) => [name, opened[at]!]));
    return opened;
  }
}
