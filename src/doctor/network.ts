import { createServer } from "node:net";
import type { Config } from "../config.ts";
import { originsOf } from "../config-lists.ts";
import { type Finding, fail, messageOf, ok, warn } from "./finding.ts";

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const PATIENCE_MS = 5_000;
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/** A server of ours that runs is asked how it is; anybody else's port is taken. */
export async function port({ HOST, PORT }: Pick<Config, "HOST" | "PORT">, fetch: Fetch): Promise<Finding> {
  if (PORT === 0) return ok("port", "A free one is taken at the start.");
  const host = ["0.0.0.0", "::"].includes(HOST) ? "127.0.0.1" : HOST;
  const address = `http://${host.includes(":") ? `[${host}]` : host}:${PORT}`;
  try {
    const { failed } = (await (await fetch(`${address}/readyz`, patience())).json()) as { failed: string[] };
    if (failed.length === 0) return ok("port", `A server answers at ${address} and is ready.`);
    const fix = failed.includes("disk") ? "Make room on its disk: it goes on by itself." : "See its log; restart it.";
    return fail("port", `The server at ${address} is not ready: ${failed.join(", ")}.`, fix);
  } catch {
    return (await isFree(HOST, PORT))
      ? ok("port", `${PORT} on ${HOST} is free.`)
      : fail("port", `${PORT} on ${HOST} is taken by another program, or may not be opened.`, "Stop it, or set PORT.");
  }
}

const patience = (): RequestInit => ({ signal: AbortSignal.timeout(PATIENCE_MS) });

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
      .once("error", () => resolve(false))
      .listen(port, host, () => probe.close(() => resolve(true)));
  });
}

type ModelSettings = Pick<Config, "CHAT_MODEL" | "EMBEDDER" | "OPENAI_API_KEY" | "OPENAI_BASE_URL">;

/** Whether the model's server is there, takes the key and knows the model. Sends no text. */
export async function model(config: ModelSettings, fetch: Fetch): Promise<Finding> {
  const { CHAT_MODEL, EMBEDDER, OPENAI_API_KEY, OPENAI_BASE_URL } = config;
  const wanted = [CHAT_MODEL, EMBEDDER.startsWith("openai:") ? EMBEDDER.slice("openai:".length) : ""].filter(Boolean);
  if (wanted.length === 0) return ok("model", "None is set: answers are quoted from the documentation.");
  if (CHAT_MODEL.includes(":") && !OPENAI_BASE_URL && !OPENAI_API_KEY) {
    return warn(
      "model",
      `${CHAT_MODEL} belongs to another provider, which cannot be asked without a call.`,
      "Ask a question: npm run ask",
    );
  }
  const home = (OPENAI_BASE_URL || "https://api.openai.com/v1").replace(/\/$/, "");
  const headers = { authorization: `Bearer ${OPENAI_API_KEY || "none"}` };
  try {
    const response = await fetch(`${home}/models`, { ...patience(), headers });
    if (response.status === 401 || response.status === 403) {
      return fail("model", `${home} refuses the key.`, "Set OPENAI_API_KEY to a valid key.");
    }
    if (!response.ok)
      return warn(
        "model",
        `${home} is there, and lists no models (${response.status}).`,
        "Ask a question: npm run ask",
      );
    return known(wanted, home, await response.json());
  } catch (error) {
    return fail(
      "model",
      `${home} cannot be reached: ${messageOf(error)}.`,
      "Start the model's server, or correct OPENAI_BASE_URL.",
    );
  }
}

function known(wanted: readonly string[], home: string, list: unknown): Finding {
  const { data = [] } = list as { data?: { id?: string }[] };
  const missing = wanted.filter((name) => !data.some(({ id }) => id === name));
  if (missing.length === 0) return ok("model", `${home} knows ${wanted.join(", ")}.`);
  return warn(
    "model",
    `${home} does not list ${missing.join(", ")}.`,
    "Correct CHAT_MODEL or EMBEDDER, or load the model there.",
  );
}

/** What a server that others reach should have. */
export function exposure(config: Pick<Config, "HOST" | "ALLOWED_ORIGINS" | "ALLOWED_HOSTS">): Finding[] {
  const { HOST, ALLOWED_ORIGINS, ALLOWED_HOSTS } = config;
  const findings: Finding[] = [];
  if (!LOOPBACK.includes(HOST)) {
    findings.push(
      warn(
        "https",
        `The server speaks HTTP on ${HOST}: whoever is on the way can read along.`,
        "Let nginx end TLS in front of it and set HOST=127.0.0.1.",
      ),
    );
  }
  const plain = originsOf(ALLOWED_ORIGINS).filter((origin) =>
    /^http:\/\/(?!localhost|127\.0\.0\.1|\[::1\])/i.test(origin),
  );
  if (plain.length > 0) {
    findings.push(
      warn(
        "origins",
        `Pages without HTTPS may open the chat: ${plain.join(", ")}.`,
        "Name them with https:// in ALLOWED_ORIGINS.",
      ),
    );
  }
  if (!LOOPBACK.includes(HOST) && ALLOWED_HOSTS === "") {
    findings.push(
      warn("host names", "Requests for any host name are served.", "Name the server's own in ALLOWED_HOSTS."),
    );
  }
  return findings.length > 0
    ? findings
    : [ok("https", `Only this machine reaches ${HOST}; let a proxy end TLS in front of it.`)];
}
