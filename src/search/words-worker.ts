import { parentPort, workerData } from "node:worker_threads";
import { type IndexedWords, LocalWordsIndexer, type WordsSettings } from "./index-words.ts";
import { wordForms } from "./language.ts";
import type { FromWordsThread, ToWordsThread } from "./words-thread.ts";

/** The other end of words-thread.ts. */
const indexer = new LocalWordsIndexer(wordForms(), workerData as WordsSettings);

parentPort!.on("message", (message: ToWordsThread) => {
  if (message === "finish") {
    const words = indexer.finish();
    parentPort!.postMessage(words satisfies FromWordsThread, buffersOf(words));
    parentPort!.close();
    return;
  }
  indexer.add(message);
  parentPort!.postMessage("done" satisfies FromWordsThread);
});

/** Handed over rather than copied: some 130 MB for 200,000 passages. */
function buffersOf({ lexicon, passagePostings, pagePostings, passageTerms, ...rest }: IndexedWords): ArrayBuffer[] {
  const groups = [lexicon.tokens, lexicon.terms, passagePostings, pagePostings, passageTerms, rest];
  const arrays = groups
    .flatMap((group): unknown[] => Object.values(group))
    .filter((array) => ArrayBuffer.isView(array));
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}
