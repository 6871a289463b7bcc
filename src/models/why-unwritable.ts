/** Why a folder takes no file, in words that follow "cannot be written to: "; null: something else went wrong. */
export function whyUnwritable(error: unknown): string | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "EROFS") return "it lies on a disk that is read-only";
  if (code === "ENOSPC" || code === "SQLITE_FULL") return "the disk is full";
  if (code === "EACCES" || code === "EPERM")
    return `the user of this process (${process.getuid?.() ?? "this one"}) may not`;
  return null;
}
