import { parentPort, workerData } from "node:worker_threads";
import { SegmentBuilder, type SegmentPart } from "./build-segment.ts";
import { wordForms } from "./language.ts";
import type { SegmentThreadJob, ToSegmentThread } from "./segment-thread.ts";

/** The other end of segment-thread.ts. */
const { folder, settings } = workerData as SegmentThreadJob;
const builder = new SegmentBuilder(folder, wordForms(), settings, "part.bin");

parentPort!.on("message", (message: ToSegmentThread) => {
  if (message === "finish") {
    const part = builder.part();
    parentPort!.postMessage(part, buffersOf(part));
    parentPort!.close();
    return;
  }
  for (const page of message.pages) builder.addPage(page);
  parentPort!.postMessage("done");
});

/** Handed over rather than copied: together some 300 MB for 200,000 passages. */
function buffersOf({
  lexicon,
  passagePostings,
  pagePostings,
  passageTerms,
  places,
  ...rest
}: SegmentPart): ArrayBuffer[] {
  const arrays = [
    lexicon.tokens,
    lexicon.terms,
    lexicon.forms,
    passagePostings,
    pagePostings,
    passageTerms,
    places,
    rest,
  ]
    .flatMap((group): unknown[] => Object.values(group))
    .filter((array) => ArrayBuffer.isView(array));
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}
