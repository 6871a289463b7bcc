import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/config.ts";
import type { ChatMessage } from "../../src/models/chat-model.ts";

/** What `tests/support/golden/NAME` holds. UPDATE_GOLDEN=1 writes `text` there first: read the difference before you commit it. */
export function golden(name: string, text: string): string {
  const file = join(projectRoot(), "tests/support/golden", name);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
  return readFileSync(file, "utf8");
}

export function rendered(messages: ChatMessage[]): string {
  return messages.map(({ role, content }) => `=== ${role}\n${content}\n`).join("\n");
}
