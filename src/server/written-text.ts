import { refusal } from "../conversations/refusal.ts";

/** Half a surrogate pair or a control character would not come back from the database as it went in. */
const FORBIDDEN_CHARACTER = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Surrogate}/u;

/** Why what was written cannot be kept; null when it can. Looks at the strings of a payload, and those in its lists. */
export function unkeepable(payload: Record<string, unknown>) {
  const written = Object.values(payload).flat();
  const forbidden = written.some((value) => typeof value === "string" && FORBIDDEN_CHARACTER.test(value));
  return forbidden ? refusal("invalid", "Control characters other than tab and newline are not allowed.") : null;
}
