import type { Passwords } from "../../src/staff/passwords.ts";

/** Hides nothing and costs nothing. */
export const plainPasswords: Passwords = {
  hash: async (password) => `plain:${password}`,
  matches: async (password, hash) => hash === `plain:${password}`,
};
