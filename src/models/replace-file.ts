import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** The file has its old content or the new one, whenever the program is killed or the power fails. */
export function replaceFile(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.partial`, content, { flush: true });
  renameSync(`${file}.partial`, file);
}
