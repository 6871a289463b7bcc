import { hash, verify } from "@node-rs/argon2";
import type { Passwords } from "./passwords.ts";

/** argon2id is the package's default. OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane. About 40 ms on a server's core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Runs on Node's thread pool, so the event loop goes on. */
export const argon2Passwords: Passwords = {
  hash: (password) => hash(password.normalize("NFKC"), COST),
  matches: (password, hashed) => verify(hashed, password.normalize("NFKC")),
};
