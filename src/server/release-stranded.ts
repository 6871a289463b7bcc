import type { StaffVerbPorts } from "./staff-verbs.ts";

type ReleasePorts = Pick<StaffVerbPorts, "desk" | "accounts" | "inbox">;

/**
 * Puts conversations of people who can no longer answer back among those that wait. What a killed server left undone is
 * found by what the database says, at the next start.
 */
export function releaseStranded({ desk, accounts, inbox }: ReleasePorts) {
  return async (by: string | null, conversationId?: string): Promise<void> => {
    for (const stranded of await inbox.stranded(conversationId)) {
      const { changed } = await desk.staff.release(stranded.conversationId, stranded.holder, by ?? stranded.holder);
      if (!changed) continue;
      const detail = `released from ${stranded.holder}, who can no longer answer`;
      await accounts.audit(by, "assign", stranded.conversationId, detail);
    }
  };
}
