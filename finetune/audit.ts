import { auditCommand, type CommandDone } from "../src/compose-audit.ts";
import { namedIn } from "../src/models/by-name.ts";
import type { Registry } from "../src/models/registry.ts";

/** Who did it, beside those who sign in to the console. */
const BY = "by the command line";

/** Keeps in the console's audit log which intents are served by something else now, or to another share. */
export async function auditServing(dataDir: string, before: Registry, now: Registry): Promise<void> {
  const fault = await auditCommand(dataDir, servingChanges(before, now), Date.now());
  if (fault !== null)
    process.stderr.write(`The audit log of the console does not show it: ${fault}. What serves was changed.\n`);
}

/** Pure. By intent, in the words of the console's own entries. */
export function servingChanges(before: Registry, now: Registry): CommandDone[] {
  const intents = new Set([...Object.keys(before.serving), ...Object.keys(now.serving)]);
  return [...intents].sort().flatMap((intent): CommandDone[] => {
    const [was, is] = [namedIn(before.serving, intent), namedIn(now.serving, intent)];
    if (was?.model === is?.model && was?.share === is?.share) return [];
    const back = was && namedIn(now.takenBack, intent)?.some(({ model }) => model === was.model);
    if (back || !is) {
      const detail = `${intent}: ${was?.model} to ${is?.model ?? "the documentation"}, ${BY}`;
      return [{ action: "model-rolled-back", detail }];
    }
    const share = `${Math.round(is.share * 100)} % of conversations`;
    return [{ action: "model-promoted", detail: `${intent}: ${is.model} to ${share}, ${BY}: ${is.reason}` }];
  });
}
