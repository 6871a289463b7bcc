import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { z } from "zod";
import { problemsTogether } from "./config-checks.ts";
import { isTimeZone, pricesOf } from "./config-lists.ts";
import { editDistance } from "./search/edit-distance.ts";

/** The only reader of the environment. Every setting stands in `settings`, with its default and its meaning. */

const text = (fallback: string, meaning: string) => z.string().trim().default(fallback).describe(meaning);
const whole = (fallback: number, min: number, max: number, meaning: string) =>
  z.coerce
    .number(`must be a number from ${min} to ${max}`)
    .int("must be a whole number")
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(fallback)
    .describe(meaning);

export const settings = z.object({
  HOST: text("127.0.0.1", "Address to listen on. 0.0.0.0 opens the server to the network."),
  PORT: whole(3000, 0, 65_535, "Port to listen on. 0 picks a free one."),
  DATA_DIR: text(".switchboard", "Folder that holds all state: database, index, secrets."),
  KNOWLEDGE_DIR: text("", "Documentation folder that serves. Empty: the folder last ingested, else knowledge/."),
  PRODUCT_NAME: text(
    "",
    "Name of the product that the bot speaks for. Empty: none, and over the handbook Switchboard.",
  ),
  CONTACT_TEXT: text(
    "Nobody is on duty here yet. Please use the contact page of this website.",
    "Shown to a customer who asks for a person while no staff exist.",
  ),
  OPENING_HOURS: text(
    "",
    "When your team is on duty: Mon-Fri 09:00-17:00, Sat 10:00-14:00. Empty: whenever somebody has the console open.",
  ),
  OPENING_HOURS_ZONE: z
    .string()
    .trim()
    .refine(isTimeZone, "must be a time zone such as Europe/Berlin or America/New_York")
    .default("UTC")
    .describe("Time zone of OPENING_HOURS."),
  OPENAI_API_KEY: text("", "Key of an OpenAI-compatible server. Empty with no OPENAI_BASE_URL: embedded answers."),
  OPENAI_BASE_URL: text("", "Address of an OpenAI-compatible server, e.g. http://127.0.0.1:11434/v1."),
  TUNED_API_KEY: text("", "Key of the server of a tuned model, where that is not the one of OPENAI_API_KEY."),
  CHAT_MODEL: text("", 'Model that writes answers. "provider:model" uses that LangChain provider package.'),
  MODEL_TIMEOUT_SECONDS: whole(30, 1, 600, "Longest wait for a model's answer, retries included."),
  MODEL_CONCURRENCY: whole(
    16,
    1,
    1_000,
    "Answers that a model writes at once. As many more wait for 3 seconds at most; past that the documentation is quoted.",
  ),
  PROMPT_TOKENS: whole(
    6_000,
    2_000,
    1_000_000,
    "Tokens of a prompt at most: history and passages are trimmed by rank.",
  ),
  REDACT_MODEL_CALLS: z
    .enum(["on", "off"], 'must be "on" or "off"')
    .default("off")
    .describe("on: the model's server gets placeholders instead of personal data; the customer sees the real words."),
  MODEL_PRICES: text(
    "",
    "What a million tokens cost, prompt/completion, by model: gpt-4o-mini=0.15/0.60, other=1/2. Empty: cost is unknown.",
  ).refine((list) => pricesOf(list) !== null, "must look like gpt-4o-mini=0.15/0.60, other=1/2"),
  PRICE_CURRENCY: z
    .string()
    .trim()
    .regex(/^[A-Z]{3}$/, "must be a currency's three letters, such as USD or EUR")
    .default("USD")
    .describe("Currency of MODEL_PRICES."),
  RERANK_SECONDS: whole(0, 0, 60, "Longest wait for the model to sort the best 20 passages before it answers. 0: off."),
  REWRITE_SECONDS: whole(0, 0, 60, "Longest wait for the model to complete a follow-up before the search. 0: off."),
  EMBEDDER: z
    .string()
    .trim()
    .regex(/^(?:static|minilm|none|openai:.+)$/, "must be static, minilm, none or openai:MODEL")
    .default("static")
    .describe(
      "What compares texts by meaning: static (ships with the product), minilm (npm run models -- add minilm), openai:MODEL (the embeddings of OPENAI_BASE_URL) or none.",
    ),
  ANSWER_CAUTION: whole(
    50,
    0,
    100,
    "How sure the documentation must be before it answers: 0 always answers, 50 is calibrated, 100 seldom answers.",
  ),
  ANSWER_LINKS: text(
    "",
    "Origins, comma-separated, that a model's answer may link to although no passage does. Empty: none.",
  ),
  VISITOR_TOKEN_DAYS: whole(30, 1, 3_650, "Days until a visitor token expires."),
  RETENTION_DAYS: text(
    "",
    "Days after which an ended conversation is erased, by how it ended: 365, unanswered=90, handed-off=730. Empty: kept for ever.",
  ),
  IDENTITY_SECRET: text(
    "",
    "Secret shared with your own server, which signs who a customer is. Empty: customers stay unknown.",
  ),
  ALLOWED_ORIGINS: text(
    "",
    "Origins, comma-separated, whose pages may open the chat. Empty: the server's own pages only.",
  ),
  ALLOWED_HOSTS: text(
    "",
    "Names, comma-separated, by which the server may be addressed, besides localhost and its addresses.",
  ),
  TRUSTED_PROXIES: text(
    "loopback",
    "Proxies, comma-separated, whose X-Forwarded-For is believed: addresses, ranges such as 10.0.0.0/8, loopback, uniquelocal.",
  ),
  RATE_LIMITS: z
    .enum(["on", "off"], 'must be "on" or "off"')
    .default("on")
    .describe("Limits per customer and address. off is for benches on loopback."),
  OIDC_ISSUER: text("", "Address of the OpenID Connect provider that staff may sign in with. Empty: passwords only."),
  OIDC_CLIENT_ID: text("", "What the provider calls this server."),
  OIDC_CLIENT_SECRET: text("", "Secret shared with the provider."),
  OIDC_NAME: text("single sign-on", 'What the sign-in page calls the provider: "Sign in with …".'),
  OIDC_DOMAINS: text("", "E-mail domains, comma-separated, whose people become viewers at their first sign-in."),
  METRICS_TOKEN: text("", "Opens /metrics to whoever sends it as a bearer token. Empty: nothing is counted."),
  OTEL_EXPORTER_OTLP_ENDPOINT: text(
    "",
    "OpenTelemetry collector that gets a trace of each answer. Empty: none is made.",
  ),
  OTEL_EXPORTER_OTLP_HEADERS: text("", "Headers for the collector, comma-separated: authorization=Bearer abc."),
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "silent"], "must be fatal, error, warn, info, debug or silent")
    .default("info")
    .describe("Least level that is logged."),
});

export type Settings = z.infer<typeof settings>;
export type Config = Readonly<Settings & { root: string; dataDir: string }>;

export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(
      `The settings have ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    );
    this.name = "ConfigError";
  }
}

/** Reads the environment, then `.env` in the project's folder for what it does not name. Throws ConfigError with every problem. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env, root: string = projectRoot()): Config {
  const values = given(environment, root);
  const issues = settings.safeParse(values).error?.issues ?? [];
  const wrong = new Set(issues.map(({ path }) => String(path[0])));
  // The others are looked at all the same, each wrong one taken for what it is when nobody sets it.
  const usable = settings.parse(Object.fromEntries(Object.entries(values).filter(([name]) => !wrong.has(name))));
  const problems = [
    ...issues.map(({ path, message }) => `${path.join(".")} ${message}`),
    ...problemsTogether(usable, wrong, root),
  ];
  if (problems.length > 0) throw new ConfigError(problems);

  return { ...usable, root, dataDir: resolve(root, usable.DATA_DIR) };
}

function given(environment: NodeJS.ProcessEnv, root: string): Record<string, string> {
  const both = Object.entries({ ...readEnvFile(join(root, ".env")), ...environment });
  return Object.fromEntries(both.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** A misspelt setting does nothing, and whoever set it relies on it: each name that is nearly one of ours, in a sentence. */
export function misspeltSettings(environment: NodeJS.ProcessEnv = process.env, root: string = projectRoot()): string[] {
  const names = Object.keys(settings.shape);
  return Object.keys(given(environment, root))
    .sort()
    .flatMap((name) => {
      const meant = names.includes(name) ? undefined : nearestSetting(name, names);
      return meant ? `${name} is no setting, and does nothing. ${meant} is one.` : [];
    });
}

/** Other programs' variables are seldom one letter from a long name, and often two letters from a short one. */
function nearestSetting(name: string, names: readonly string[]): string | undefined {
  const near = names
    .map((setting) => ({ setting, most: setting.length < 10 ? 1 : 2 }))
    .map(({ setting, most }) => ({ setting, most, distance: editDistance(name.toUpperCase(), setting, most) }))
    .filter(({ distance, most }) => distance <= most);
  return near.sort((one, other) => one.distance - other.distance)[0]?.setting;
}

function readEnvFile(file: string): NodeJS.Dict<string> {
  return existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
}

/** The checkout's folder, the same from `src/` and from the built `dist/src/`. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}
