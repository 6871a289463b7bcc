/** Keeps nothing that a password could be read from. */
export interface Passwords {
  /** A new salt each time. */
  hash(password: string): Promise<string>;
  /** As slow for a wrong password as for a right one. */
  matches(password: string, hash: string): Promise<boolean>;
}
