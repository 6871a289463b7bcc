export type VerbEnd = { ok: boolean /** What it printed for programs. */; printed: string };

export type RunningVerb = {
  /** Never rejects. */
  ended: Promise<VerbEnd>;
  /** Ends it as soon as it can; `ended` follows. */
  stop(): void;
};

/** Starts a verb of the `finetune` command line. `onLine` hears what it says to a person, line by line. */
export type StartVerb = (verbAndOptions: readonly string[], onLine: (line: string) => void) => RunningVerb;
