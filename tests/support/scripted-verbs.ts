import type { StartVerb, VerbEnd } from "../../src/learning/start-verb.ts";

export type ScriptedVerb = { asked: readonly string[]; say(line: string): void; end(end: VerbEnd): void };

/** Verbs that say and end what the test tells them to; one that is stopped ends badly, as a killed process does. */
export function scriptedVerbs(): { start: StartVerb; started: ScriptedVerb[] } {
  const started: ScriptedVerb[] = [];
  const start: StartVerb = (asked, say) => {
    let end: ScriptedVerb["end"] = () => {};
    const ended = new Promise<VerbEnd>((resolve) => {
      end = resolve;
    });
    started.push({ asked, say, end });
    return { ended, stop: () => end({ ok: false, printed: "" }) };
  };
  return { start, started };
}
