/** "Shorter answers!" as a version may be named: lower case letters, digits and hyphens, 40 at most. */
export function versionName(typed: string): string {
  return typed
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
}
