import type { PromptTrial, TryPrompt } from "../protocol/replays.ts";
import type { ReplayPorts } from "./replay-desk.ts";
import { replaySide } from "./replay-side.ts";

type TrialPorts = Pick<ReplayPorts, "knowledge" | "read" | "live" | "deskUnder" | "now">;

/** One question under a content that is still being edited and under what is live. Nothing of it is kept. */
export async function tryPrompt({ question: text, content }: TryPrompt, ports: TrialPorts): Promise<PromptTrial> {
  const live = (await ports.read(await ports.live()))!;
  const question = { answerId: null, text, history: [], reference: null, given: null };
  const { signal } = new AbortController();
  const under = (version: Parameters<ReplayPorts["deskUnder"]>[0]) =>
    replaySide({
      question,
      answer: ports.deskUnder(version),
      checks: content.checks,
      knowledge: ports.knowledge.current(),
      now: ports.now,
      signal,
    });
  const baseline = await under(live);
  return { candidate: await under({ version: "draft", content }), baseline };
}
