import type { GuardSignal, PromptVersion, PromptVersionHead, RolloutEntry } from "../protocol/prompts.ts";

/** Versions and the history of what served. Nothing is ever changed or taken away. */
export interface PromptStore {
  /** False when this version is there already: the same content under the same name. */
  save(version: PromptVersion): Promise<boolean>;
  read(version: string): Promise<PromptVersion | null>;
  /** Newest first. */
  versions(): Promise<PromptVersionHead[]>;
  /** Keeps the step and its line in the audit log in one transaction. `staffId` null: the guard or a command line. */
  roll(entry: RolloutEntry, staffId: string | null): Promise<void>;
  /** Oldest first. Asked at every question, so it has to be quick while nothing changes. */
  history(): Promise<readonly RolloutEntry[]>;
  /** What answers under the canary came to since `since`, beside the newest other ones. Milliseconds since the epoch. */
  signals(canary: { version: string; since: number }): Promise<GuardSignal[]>;
}
