import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { Settings } from "./config.ts";
import { doorProblems, openIdProblems, originsOf, retentionDaysOf, weeklyHoursOf } from "./config-lists.ts";

/**
 * What is wrong with settings that are each what they must be: that do not go together, or name what is not there.
 *
 * @param wrong settings that are named already: what hangs on them cannot be told
 */
export function problemsTogether(values: Settings, wrong: ReadonlySet<string>, root: string): string[] {
  return [
    ...crossChecks(values, wrong),
    ...hoursProblems(values),
    ...retentionDaysOf(values.RETENTION_DAYS).wrong,
    ...openIdProblems(values),
    ...originProblems(values),
    ...doorProblems(values),
    ...folderProblems(values, root),
  ];
}

function crossChecks(values: Settings, wrong: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  if (values.OPENAI_BASE_URL && !URL.canParse(values.OPENAI_BASE_URL)) {
    problems.push("OPENAI_BASE_URL must be a full address such as http://127.0.0.1:8080/v1");
  }
  const embedsByServer = values.EMBEDDER.startsWith("openai:");
  const server = values.OPENAI_BASE_URL || values.OPENAI_API_KEY;
  if (server && !values.CHAT_MODEL && !embedsByServer && !wrong.has("EMBEDDER")) {
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

function hoursProblems({ OPENING_HOURS }: Settings): string[] {
  return weeklyHoursOf(OPENING_HOURS).wrong.map(
    (entry) => `OPENING_HOURS must look like Mon-Fri 09:00-17:00, Sat 10:00-24:00, and "${entry}" does not`,
  );
}

/** What a browser would never send as an Origin opens nothing, and its owner would look for the fault elsewhere. */
function originProblems(values: Settings): string[] {
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

function folderProblems({ KNOWLEDGE_DIR, DATA_DIR }: Settings, root: string): string[] {
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
