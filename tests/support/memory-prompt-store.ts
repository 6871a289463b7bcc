import type { PromptStore } from "../../src/prompts/prompt-store.ts";
import type { GuardSignal, PromptVersion, RolloutEntry } from "../../src/protocol/prompts.ts";

/** Prompts that live as long as the test. `say` sets what the canary's answers come to. */
export function memoryPromptStore(): PromptStore & { say(signals: GuardSignal[]): void; audited: string[] } {
  const versions = new Map<string, PromptVersion>();
  const history: RolloutEntry[] = [];
  const audited: string[] = [];
  let signals: GuardSignal[] = [];

  return {
    audited,
    say(next) {
      signals = next;
    },
    async save(version) {
      if (versions.has(version.version)) return false;
      versions.set(version.version, structuredClone(version));
      return true;
    },
    read: async (version) => structuredClone(versions.get(version) ?? null),
    versions: async () =>
      [...versions.values()]
        .map(({ content: _, ...head }) => head)
        .sort((a, b) => b.createdAt - a.createdAt || (a.version < b.version ? -1 : 1)),
    async roll(entry, staffId) {
      history.push({ ...entry });
      audited.push(`${staffId ?? "-"} prompt-${entry.action}`);
    },
    history: async () => [...history],
    signals: async () => signals,
  };
}
