/** Who may do what: the one table, read by the server for every route and event and by the console for what it shows. */

/** Least first: each role may do everything that the ones before it may. */
export const ROLES = ["viewer", "agent", "engineer", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** Each verb with the least role that may use it. Socket events carry the name of their verb. */
export const LEAST_ROLE = {
  "read-conversations": "viewer",
  "search-conversations": "viewer",
  "save-views": "viewer",
  "export-redacted": "viewer",
  "read-reviews": "viewer",
  "read-insights": "viewer",
  "read-prompts": "viewer",
  "manage-own-sessions": "viewer",
  watch: "viewer",
  unwatch: "viewer",
  "mark-read": "viewer",
  "take-over": "agent",
  "hand-back": "agent",
  close: "agent",
  reply: "agent",
  typing: "agent",
  note: "agent",
  label: "agent",
  assign: "agent",
  snooze: "agent",
  review: "agent",
  "share-views": "agent",
  "search-passages": "agent",
  "edit-canned-replies": "agent",
  "manage-datasets": "engineer",
  "manage-models": "engineer",
  "manage-prompts": "engineer",
  "export-unredacted": "owner",
  "settle-reviews": "owner",
  "manage-staff": "owner",
  "read-audit": "owner",
  "export-customers": "owner",
  "erase-customers": "owner",
  "manage-settings": "owner",
} as const satisfies Record<string, Role>;

export type Verb = keyof typeof LEAST_ROLE;

export function mayUse(role: Role, verb: Verb): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(LEAST_ROLE[verb]);
}
