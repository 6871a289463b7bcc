import type { WriteStream } from "node:tty";

export type Progress = { stage: string; done: number; total: number };

type Output = Pick<WriteStream, "write"> & { isTTY?: boolean };

const WIDTH = 30;
/** Lines in a log file at most, for each stage. */
const LOG_STEPS = 10;

/** A bar that fills on a terminal, one line for each tenth elsewhere. Call it as often as you like. */
export function progressBar(output: Output): (progress: Progress) => void {
  let shown = "";

  return ({ stage, done, total }) => {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const steps = Math.floor(share * (output.isTTY ? 100 : LOG_STEPS));
    const key = `${stage} ${steps}`;
    if (key === shown) return;
    shown = key;

    const filled = "█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, "░");
    const counted = `${stage.padEnd(8)}${done}/${total}`;
    if (output.isTTY) output.write(`\r  ${filled} ${counted}${share === 1 ? "\n" : ""}`);
    else output.write(`  ${counted}\n`);
  };
}
