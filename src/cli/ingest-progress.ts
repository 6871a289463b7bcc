import type { IngestProgress } from "../ingest/ingest.ts";

const WIDTH = 30;
const LABEL = { parse: "Reading pages", index: "Indexing", embed: "Embedding" };

type Output = Pick<NodeJS.WriteStream, "write"> & { isTTY?: boolean };

/** Shows an ingest: a bar that redraws itself on a terminal, a line at every quarter in a log. */
export function ingestProgress(output: Output): (progress: IngestProgress) => void {
  let shown = "";
  return ({ stage, done, total }) => {
    const share = total === 0 ? 1 : done / total;
    const step = output.isTTY ? Math.floor(share * 100) : Math.floor(share * 4) * 25;
    if (shown === `${stage} ${step}` || (step === 0 && !output.isTTY)) return;
    shown = `${stage} ${step}`;
    output.write(output.isTTY ? bar(LABEL[stage], share, done, total) : `${LABEL[stage]}: ${done} of ${total}\n`);
  };
}

function bar(label: string, share: number, done: number, total: number): string {
  const filled = Math.round(share * WIDTH);
  const drawn = `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}`;
  return `\r\x1b[2K${label.padEnd(13)} ${drawn} ${done}/${total}${done === total ? "\n" : ""}`;
}
