import { spawn } from "node:child_process";
import { setPriority } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { StartVerb } from "./start-verb.ts";

/** Training may load every core; customers of the same machine come first. */
const BELOW_NORMAL = 10;

/** As `npm run COMMAND -- VERB --json`, with the settings of this process. */
export function childVerb(root: string, command: "finetune" | "customer" = "finetune"): StartVerb {
  return (verbAndOptions, onLine) => {
    const script = join(root, "scripts", "run.mjs");
    const child = spawn(process.execPath, [script, command, ...verbAndOptions, "--json"], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (child.pid !== undefined) setPriority(child.pid, BELOW_NORMAL);
    createInterface({ input: child.stderr }).on("line", onLine);
    const printed = text(child.stdout).catch(() => "");
    const code = new Promise<number | null>((resolve) => {
      child.once("close", resolve);
      child.once("error", (error) => {
        onLine(`It could not be started: ${error.message}`);
        resolve(null);
      });
    });
    return {
      ended: code.then(async (exit) => ({ ok: exit === 0, printed: await printed })),
      stop: () => void child.kill(),
    };
  };
}
