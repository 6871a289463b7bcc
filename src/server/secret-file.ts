import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The secret exists and cannot have been written by us whole. Replacing it would shut every customer out. */
export class SecretUnusableError extends Error {
  constructor(file: string) {
    super(`The secret ${file} is damaged. Restore it, or delete it: then every customer starts a new conversation.`);
    this.name = "SecretUnusableError";
  }
}

const SECRET_BYTES = 32;

/** Reads the secret that signs tokens, or makes one that only its owner may read. Throws SecretUnusableError. */
export function readOrMakeSecret(dataDir: string): Buffer {
  const file = join(dataDir, "secret");
  const secret = readSecret(file) ?? makeSecret(dataDir, file);
  if (secret.length !== SECRET_BYTES) throw new SecretUnusableError(file);
  return secret;
}

function readSecret(file: string): Buffer | null {
  try {
    return Buffer.from(readFileSync(file, "utf8").trim(), "base64url");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function makeSecret(dataDir: string, file: string): Buffer {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(SECRET_BYTES).toString("base64url")}\n`, { mode: 0o600, flush: true });
  try {
    // A link never replaces: of two processes that start at once, one secret stands and both read it.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  return readSecret(file)!;
}
