import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ADVICE_FORMAT, type Advice } from "../protocol/advice.ts";

/** Written by `finetune -- advise`, shown by the console. */
export const adviceFile = (dataDir: string) => join(dataDir, "finetune", "advice.json");

/** The latest advice; null where none was asked for, or by an older release that measured less. */
export function readAdvice(dataDir: string): Advice | null {
  const file = adviceFile(dataDir);
  if (!existsSync(file)) return null;
  const advice = JSON.parse(readFileSync(file, "utf8")) as Advice;
  return advice.format === ADVICE_FORMAT ? advice : null;
}
