/**
 * Where the console's pages stand. What follows the `#` never reaches a server or its log, which is why one-time
 * tokens travel there.
 *
 * @param origin of the server, e.g. "https://chat.example.com"
 */

export function setUpLink(origin: string, token: string): string {
  return `${origin}/console/#/set-up?token=${encodeURIComponent(token)}`;
}

export function inviteLink(origin: string, token: string): string {
  return `${origin}/console/#/invite?token=${encodeURIComponent(token)}`;
}
