import { type KeyValueStore, type Outbox, outbox } from "./outbox.ts";

export type Verdict = "up" | "down";

/** What the widget remembers over a reload. Reading is always fresh: other tabs write to the same place. */
export interface Memory {
  /** Who we are to the server; undefined before the first message. */
  token: string | undefined;
  /** Highest cursor that the customer has seen. */
  readTo: number;
  /** By the answer's id: the wire does not tell them again. */
  verdicts: Readonly<Record<string, Verdict>>;
  readonly outbox: Outbox;
  /** This tab's own. */
  open: boolean;
  draft: string;
  /** Unsent messages stay: they come along into the next conversation. */
  forgetConversation(): void;
}

/** @param kept shared by the tabs and kept when they close @param tab this tab's own, kept over a reload */
export function memory(kept: KeyValueStore, tab: KeyValueStore): Memory {
  return {
    outbox: outbox(kept, "unsent"),
    get token() {
      return kept.getItem("token") ?? undefined;
    },
    set token(token) {
      if (token) kept.setItem("token", token);
    },
    get readTo() {
      return Number(kept.getItem("readTo"));
    },
    set readTo(cursor) {
      kept.setItem("readTo", String(cursor));
    },
    get verdicts() {
      return readVerdicts(kept.getItem("verdicts"));
    },
    set verdicts(verdicts) {
      kept.setItem("verdicts", JSON.stringify(verdicts));
    },
    get open() {
      return tab.getItem("open") === "yes";
    },
    set open(open) {
      tab.setItem("open", open ? "yes" : "no");
    },
    get draft() {
      return tab.getItem("draft") ?? "";
    },
    set draft(draft) {
      tab.setItem("draft", draft);
    },
    forgetConversation() {
      for (const key of ["token", "readTo", "verdicts"]) kept.removeItem(key);
    },
  };
}

function readVerdicts(stored: string | null): Record<string, Verdict> {
  try {
    return { ...(JSON.parse(stored ?? "{}") as Record<string, Verdict>) };
  } catch {
    return {};
  }
}
