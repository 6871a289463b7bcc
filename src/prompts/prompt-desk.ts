import type { GuardSignal, PromptsView, PromptVersion, Rollout, SavePrompt } from "../protocol/prompts.ts";
import { watchCanary } from "../score/canary-watch.ts";
import { problemsOf, versionOf } from "./prompt-set.ts";
import type { PromptStore } from "./prompt-store.ts";
import { servedAfter, stateOf } from "./rollouts.ts";

export type PromptDeskPorts = {
  store: PromptStore;
  /** What ships with the product: serves until something is published. */
  shipped: PromptVersion;
  /** Milliseconds since the epoch. */
  clock: () => number;
};

/** Who does it: as the history names them, and their account where they have one. */
export type Author = { name: string; staffId: string | null };

export type Refused = { kind: "refused"; reason: string };

export type PromptDesk = {
  /** The same content under the same name is the same version: `saved` is false then. */
  save(prompt: SavePrompt, author: Author): Promise<{ kind: "kept"; version: string; saved: boolean } | Refused>;
  read(version: string): Promise<PromptVersion | null>;
  roll(rollout: Rollout, author: Author): Promise<{ kind: "done" } | Refused>;
  /** What serves now, once the guard has looked at the canary. */
  serving(): Promise<PromptsView["serving"]>;
  view(): Promise<Omit<PromptsView, "model" | "words">>;
};

/** How soon a canary's answers count. Counting them takes about a millisecond. */
const WATCH_EVERY_MS = 1_000;

/** For those who only read: command lines beside a server. */
export function promptShelf({ store, shipped }: Pick<PromptDeskPorts, "store" | "shipped">) {
  return {
    serving: async () => stateOf(servedAfter(await store.history()), shipped.version),
    read: async (version: string) => (version === shipped.version ? shipped : store.read(version)),
  };
}

/** Saving, publishing, trying on a share, and going back. Every step is live at the next question. */
export function promptDesk({ store, shipped, clock }: PromptDeskPorts): PromptDesk {
  let watchedAt = Number.NEGATIVE_INFINITY;
  const { serving: served, read } = promptShelf({ store, shipped });

  async function serving() {
    const state = await served();
    // In both directions: a clock that was set back must not leave a canary unwatched for hours.
    if (!state.canary || Math.abs(clock() - watchedAt) < WATCH_EVERY_MS) return state;
    watchedAt = clock();
    const { decision, reason } = watchCanary(await store.signals(state.canary));
    if (decision === "go-on") return state;

    const { version, share } = state.canary;
    await store.roll({ at: clock(), by: null, action: "rollback", version, share, reason }, null);
    return served();
  }

  return {
    async save({ name, note, content }, author) {
      const problems = problemsOf(content);
      if (problems.length > 0) return { kind: "refused", reason: problems.join("; ") };

      const version = versionOf(name, content);
      const head = { version, name, note, author: author.name, createdAt: clock() };
      const saved = version !== shipped.version && (await store.save({ ...head, content }));
      return { kind: "kept", version, saved };
    },
    read,
    async roll(rollout, author) {
      const state = await served();
      const refused = refusalOf(rollout, state) ?? (await unknownVersion(rollout, read));
      if (refused) return { kind: "refused", reason: refused };

      const version = rollout.action === "rollback" ? (state.canary?.version ?? state.live) : rollout.version;
      // The next release may ship another one: what was published stays readable.
      if (version === shipped.version) await store.save(shipped);
      const share = rollout.action === "canary" ? rollout.share : null;
      const { action, reason } = rollout;
      await store.roll({ at: clock(), by: author.name, action, version, share, reason }, author.staffId);
      return { kind: "done" };
    },
    serving,
    async view() {
      const state = await serving();
      const signals: GuardSignal[] = state.canary ? await store.signals(state.canary) : [];
      const { content: _, ...head } = shipped;
      const history = [...(await store.history())].reverse();
      const saved = (await store.versions()).filter(({ version }) => version !== shipped.version);
      return { serving: state, signals, versions: [...saved, head], history };
    },
  };
}

function refusalOf(rollout: Rollout, { live, previous, canary }: PromptsView["serving"]): string | null {
  if (rollout.action === "rollback") {
    return canary || previous ? null : "There is nothing to go back to: this is what ships with the product.";
  }
  if (rollout.version !== live) return null;
  if (rollout.action === "canary") return "This version serves everybody already.";
  return canary ? null : "This version is live already.";
}

async function unknownVersion(rollout: Rollout, read: PromptDesk["read"]): Promise<string | null> {
  if (rollout.action === "rollback" || (await read(rollout.version))) return null;
  return `There is no version ${rollout.version}. Save it first.`;
}
