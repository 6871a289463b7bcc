import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { z } from "zod";
import {
  doorProblems,
  isTimeZone,
  openIdProblems,
  originsOf,
  pricesOf,
  retentionDaysOf,
  weeklyHoursOf,
} from "./config-lists.ts";

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

export type Config = Readonly<z.infer<typeof settings> & { root: string; dataDir: string }>;

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
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...readEnvFile(join(root, ".env")), ...environment })) {
    if (value !== undefined && value !== "") values[name] = value;
  }

  const parsed = settings.safeParse(values);
  const problems = parsed.success
    ? [
        ...crossChecks(parsed.data),
        ...hoursProblems(parsed.data),
        ...retentionDaysOf(parsed.data.RETENTION_DAYS).wrong,
        ...openIdProblems(parsed.data),
        ...originProblems(parsed.data),
        ...doorProblems(parsed.data),
        ...folderProblems(parsed.data, root),
      ]
    : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);

  return { ...parsed.data, root, dataDir: resolve(root, parsed.data.DATA_DIR) };
}

function crossChecks(values: z.infer<typeof settings>): string[] {
  const problems: string[] = [];
  if (values.OPENAI_BASE_URL && !URL.canParse(values.OPENAI_BASE_URL)) {
    problems.push("OPENAI_BASE_URL must be a full address such as http://127.0.0.1:8080/v1");
  }
  const embedsByServer = values.EMBEDDER.startsWith("openai:");
  const server = values.OPENAI_BASE_URL || values.OPENAI_API_KEY;
  if (server && !values.CHAT_MODEL && !embedsByServer) {
    problems.push("CHAT_MODEL must name the model, because OPENAI_API_KEY or OPENAI_BASE_URL is set");
  }
  if (embedsByServer && !server) {
    problems.push("OPENAI_API_KEY or OPENAI_BASE_URL must be set, because EMBEDDER names a model of such a server");
  }
  if (values.CHAT_MODEL && !values.CHAT_MODEL.includes(":") && !values.OPENAI_BASE_URL && !values.OPENAI_API_KEY) {
    problems.push("OPENAI_API_KEY or OPENAI_BASE_URL must be set, because CHAT_MODEL names a model and no provider");
  }
  for (const name of ["RERANK_SECONDS", "REWRITE_SECONDS"] as const) {
    if (values[name] > 0 && !values.CHAT_MODEL) problems.push(`${name} needs a model: set CHAT_MODEL, or ${name}=0`);
  }
  if (values.RATE_LIMITS === "off" && !["127.0.0.1", "::1", "localhost"].includes(values.HOST)) {
    problems.push("RATE_LIMITS=off is refused while HOST is not a loopback address; set RATE_LIMITS=on");
  }
  if (values.OTEL_EXPORTER_OTLP_ENDPOINT && !/^https?:/.test(values.OTEL_EXPORTER_OTLP_ENDPOINT)) {
    problems.push("OTEL_EXPORTER_OTLP_ENDPOINT must be a full address such as http://127.0.0.1:4318");
  }
  if (values.IDENTITY_SECRET && values.IDENTITY_SECRET.length < 32) {
    problems.push("IDENTITY_SECRET must have at least 32 characters, e.g. from: openssl rand -base64 32");
  }
  if (values.METRICS_TOKEN && values.METRICS_TOKEN.length < 16) {
    problems.push("METRICS_TOKEN must have at least 16 characters, e.g. from: openssl rand -hex 16");
  }
  return problems;
}

function hoursProblems({ OPENING_HOURS }: z.infer<typeof settings>): string[] {
  return weeklyHoursOf(OPENING_HOURS).wrong.map(
    (entry) => `OPENING_HOURS must look like Mon-Fri 09:00-17:00, Sat 10:00-24:00, and "${entry}" does not`,
  );
}

/** What a browser would never send as an Origin opens nothing, and its owner would look for the fault elsewhere. */
function originProblems(values: z.infer<typeof settings>): string[] {
  return (["ALLOWED_ORIGINS", "ANSWER_LINKS"] as const).flatMap((name) =>
    originsOf(values[name])
      .filter((origin) => !isOrigin(origin))
      .map((origin) => `${name} must hold origins such as https://www.example.com, and "${origin}" is none`),
  );
}

/** A scheme, a host and perhaps a port: no path, no name and password, no `*`. */
function isOrigin(text: string): boolean {
  return /^https?:\/\/[^\s/?#@*\\]+\/?$/i.test(text) && URL.canParse(text);
}

function folderProblems({ KNOWLEDGE_DIR, DATA_DIR }: z.infer<typeof settings>, root: string): string[] {
  const [knowledge, data] = [resolve(root, KNOWLEDGE_DIR), resolve(root, DATA_DIR)];
  const problems: string[] = [];
  if (KNOWLEDGE_DIR && !isFolder(knowledge)) {
    problems.push(`KNOWLEDGE_DIR must be a folder, and there is none at ${knowledge}`);
  }
  // It is made at need.
  if (existsSync(data) && !isFolder(data)) problems.push(`DATA_DIR must be a folder, and ${data} is a file`);
  return problems;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
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
