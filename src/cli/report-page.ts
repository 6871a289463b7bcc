import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { projectRoot } from "../config.ts";

/** What a report is worth nothing without: the commit and the machine. */
export function aboutThisRun(): string {
  const processor = cpus()[0]?.model.trim() ?? "unknown processor";
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `Commit ${commitOf(projectRoot())}, Node ${process.version}, ${cpus().length} × ${processor}, ${gigabytes} GB`;
}

function commitOf(root: string): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

/** A page of Markdown: title, the command that repeats it, a paragraph, and the rest. */
export function reportPage(title: string, command: string, intro: string, body: string): string {
  return `# ${title}\n\n\`\`\`sh\n${command}\n\`\`\`\n\n${intro}\n\n${body}\n`;
}
