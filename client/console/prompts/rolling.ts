import type { Rollout } from "../../../src/protocol/prompts.ts";
import { useDesk } from "../parts/context.ts";

const DONE: Record<Rollout["action"], string> = {
  publish: "Published: it answers the next question.",
  canary: "The canary serves its share from the next question on.",
  rollback: "Taken back.",
};

/** Publishes, tries or goes back, and says what came of it. */
export function useRollout(onChanged: () => void): (rollout: Rollout) => Promise<void> {
  const desk = useDesk();
  return async (rollout) => {
    const result = await desk.api.send("POST", "/prompts/serving", rollout);
    desk.toasts.say(result.ok ? DONE[rollout.action] : result.error.message);
    onChanged();
  };
}
