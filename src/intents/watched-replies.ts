import { namedIn } from "../models/by-name.ts";
import { type Registry, rollback, type Serving } from "../models/registry.ts";
import type { TunedReplies } from "../models/tuned-replies.ts";
import { type HarmSignal, watchCanary } from "../score/canary-watch.ts";

export type Watched = {
  registry: () => Registry;
  /** Replaces the registry by what becomes of it, while nobody else does; live at the next question. */
  change: (by: (registry: Registry) => Registry) => void;
  /** How customers fared with an intent's canary, and with everything else. */
  signals: (intent: string, model: string) => Promise<HarmSignal[]>;
  /** Milliseconds. */
  clock: () => number;
  announce: (line: string) => void;
};

/** How soon a canary's answers count. Counting them takes about a millisecond. */
const WATCH_EVERY_MS = 1_000;

/** Serves as before, and takes an intent back to what served it once customers fare worse with its canary. */
export function watchedReplies(replies: TunedReplies, watched: Watched): TunedReplies {
  let watchedAt = Number.NEGATIVE_INFINITY;

  return {
    async meant(question) {
      // In both directions: a clock that was set back must not leave a canary unwatched for hours.
      if (Math.abs(watched.clock() - watchedAt) >= WATCH_EVERY_MS) {
        watchedAt = watched.clock();
        await takeBack(watched);
      }
      return replies.meant(question);
    },
  };
}

const isCanary = ([, { share }]: [string, Serving]) => share < 1;

async function takeBack({ registry, change, signals, clock, announce }: Watched): Promise<void> {
  for (const [intent, { model }] of Object.entries(registry().serving).filter(isCanary)) {
    const { decision, reason } = watchCanary(await signals(intent, model));
    if (decision === "go-on") continue;
    const why = { at: new Date(clock()).toISOString(), by: "the guard of canaries", reason };
    // A command line may have promoted something else meanwhile, which these numbers are not about.
    change((now) => (namedIn(now.serving, intent)?.model === model ? rollback(now, intent, why) : now));
    announce(`The canary of the intent "${intent}" was rolled back by the guard, the model ${model}: ${reason}`);
  }
}
