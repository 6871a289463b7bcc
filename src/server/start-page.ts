import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type RequestHandler, Router } from "express";
import { escapeHtml } from "./docs-layout.ts";

export type StartPageInput = {
  /** Folder of the built widget and demo page. */
  clientDir: string;
  /** Questions to begin with; null: those that stand in the page, which are the handbook's. */
  suggestions: () => Promise<readonly string[] | null>;
};

/** As many as stand beside the greeting without scrolling. */
const IN_THE_CHAT = 3;

/** The demo page with questions that the documentation answers; without any, it asks none. */
export function startPage({ clientDir, suggestions }: StartPageInput): RequestHandler {
  return Router().get(/^\/(?:index\.html)?$/, async (_request, response, next) => {
    const questions = await suggestions().catch(() => []);
    if (questions === null) return next();
    response.type("html").send(withQuestions(readFileSync(join(clientDir, "index.html"), "utf8"), questions));
  });
}

function withQuestions(html: string, questions: readonly string[]): string {
  const shown = questions.map(escapeHtml);
  const buttons = shown.map((question) => `<li><button type="button" data-ask>${question}</button></li>`).join("\n");
  // Functions, because a `$` of a question would be read as part of a replacement.
  const offered = html
    .replace(/data-suggestions="[^"]*"/, () => `data-suggestions="${shown.slice(0, IN_THE_CHAT).join(" | ")}"`)
    .replace(/(<h2 id="ask-title">)[^<]*/, (_, tag: string) => `${tag}Try it on your documentation`);
  return questions.length === 0
    ? offered
        .replace(/<ul class="questions">.*?<\/ul>/s, "")
        .replace("Pick a question, or ask your own.", "Ask it something.")
    : offered.replace(/(<ul class="questions">).*?(?=<\/ul>)/s, (_, tag: string) => `${tag}${buttons}`);
}
