/**
 * What this program makes from here on is for its own user alone: conversations, keys and what was learnt from customers
 * are nobody else's on the machine. Folders and files that are there keep the rights that they were given.
 */
export function keepFilesToOwner(): void {
  process.umask(0o077);
}
