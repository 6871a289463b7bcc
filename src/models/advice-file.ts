import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Advice } from "../protocol/advice.ts";

/** Written by `finetune -- advise`, shown by the console. */
export const adviceFile = (dataDir: string) => join(dataDir, "finetune", "advice.json");

/** The latest advice; null where none was asked for. */
export function readAdvice(dataDir: string): Advice | null {
  const file = adviceFile(dataDir);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Advice) : null;
}
