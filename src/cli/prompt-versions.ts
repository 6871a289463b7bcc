import { readFileSync } from "node:fs";
import { diffPrompts } from "../prompts/diff-prompts.ts";
import type { PromptDesk } from "../prompts/prompt-desk.ts";
import { asPromptFile, withPromptFile } from "../prompts/prompt-set.ts";
import {
  type PromptSet,
  type PromptVersion,
  promptSetSchema,
  rolloutSchema,
  savePromptSchema,
} from "../protocol/prompts.ts";
import { UsageError } from "./command-line.ts";

export type Printed = { json: unknown; text: string };
type Rolled = { share?: string; reason?: string; author?: string };
type Named = { name?: string; from?: string; note?: string; author?: string };

export async function list(desk: PromptDesk): Promise<Printed> {
  const view = await desk.view();
  const { live, canary } = view.serving;
  const lines = view.versions.map(({ version, author, note, createdAt }) => {
    const marks = [version === live && "live", version === canary?.version && `canary ${percent(canary.share)}`];
    const when = createdAt === 0 ? "" : new Date(createdAt).toISOString().slice(0, 16);
    return [version, when, author, marks.filter(Boolean).join(", "), note].join("\t");
  });
  return { json: view, text: lines.join("\n") };
}

export async function show(
  desk: PromptDesk,
  [version = ""]: string[],
  { sections }: { sections?: boolean },
): Promise<Printed> {
  const found = await versionNamed(desk, version);
  const text = sections ? asPromptFile(found.content).trimEnd() : JSON.stringify(found.content, null, 2);
  return { json: found, text };
}

export async function diff(desk: PromptDesk, [before = "", after = ""]: string[]): Promise<Printed> {
  const [old, young] = [await versionNamed(desk, before), await versionNamed(desk, after)];
  const parts = diffPrompts(old.content, young.content);
  const sign = { same: " ", added: "+", removed: "-" };
  const lines = parts.flatMap(({ part, lines }) => [
    `@@ ${part}`,
    ...lines.map(({ kind, text }) => `${sign[kind]} ${text}`),
  ]);
  return { json: { diff: parts }, text: lines.join("\n") || "No difference." };
}

export async function save(desk: PromptDesk, [file = ""]: string[], { name, from = "live", note = "", author }: Named) {
  const content = contentOf(file, (await versionNamed(desk, from)).content);
  const parsed = savePromptSchema.safeParse({ name, note, content });
  if (!parsed.success) throw new UsageError(`--name or ${file}: ${problems(parsed.error.issues)}`);

  const kept = await desk.save(parsed.data, authorOf(author));
  if (kept.kind === "refused") throw new Error(kept.reason);
  return { json: kept, text: kept.saved ? `Saved ${kept.version}.` : `${kept.version} was there already.` };
}

function contentOf(file: string, base: PromptSet): PromptSet {
  const written = readFileSync(file, "utf8");
  if (!file.endsWith(".json")) return withPromptFile(base, file, written);

  const parsed = promptSetSchema.safeParse(JSON.parse(written));
  if (!parsed.success) throw new Error(`${file}: ${problems(parsed.error.issues)}`);
  return parsed.data;
}

export function roll(action: "publish" | "canary" | "rollback") {
  return async (desk: PromptDesk, [version]: string[], { share, reason = "", author }: Rolled): Promise<Printed> => {
    const named = version === undefined ? {} : { version: (await versionNamed(desk, version)).version };
    const tried = action === "canary" ? { share: Number(share) } : {};
    const parsed = rolloutSchema.safeParse({ action, reason, ...named, ...tried });
    if (!parsed.success) throw new UsageError(problems(parsed.error.issues));

    const rolled = await desk.roll(parsed.data, authorOf(author));
    if (rolled.kind === "refused") throw new Error(rolled.reason);
    const serving = await desk.serving();
    const canary = serving.canary
      ? `, ${percent(serving.canary.share)} of conversations: ${serving.canary.version}`
      : "";
    return { json: { serving }, text: `Live from the next question on: ${serving.live}${canary}` };
  };
}

export async function versionNamed(desk: PromptDesk, name: string): Promise<PromptVersion> {
  const found = await desk.read(name === "live" ? (await desk.serving()).live : name);
  if (!found) throw new Error(`There is no version ${name}. "npm run prompts -- list" shows those that there are.`);
  return found;
}

const authorOf = (name = "command line") => ({ name, staffId: null });
const percent = (share: number) => `${Math.round(share * 100)} %`;
const problems = (issues: readonly { path: PropertyKey[]; message: string }[]) =>
  issues.map(({ path, message }) => `${path.join(".") || "content"}: ${message}`).join("; ");
