/** What of a data folder goes into a backup beside the database, which is copied as a whole: each name or what lies below it. */
const BACKED_UP = [
  "secret",
  "backups.jsonl",
  "finetune",
  "models/registry.json",
  "models/tuned",
  "knowledge/serving.json",
];

/** What is being written, and claims, which are of this machine. */
const PASSING = /\.(partial|lock)(\/|$)/;

/** @param path within the data folder, with slashes */
export const isBackedUp = (path: string): boolean =>
  BACKED_UP.some((name) => path === name || path.startsWith(`${name}/`)) && !PASSING.test(path);

/**
 * Whether a restore into a folder that holds this at its top could overwrite or mix something: the database and whatever a
 * backup brings, also its folders. Anything else, such as what a fresh disk or a user's home brings, is left alone.
 */
export const isInTheWay = (name: string): boolean =>
  name.startsWith("switchboard.db") || BACKED_UP.some((path) => path.split("/")[0] === name);
