import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type RequestHandler, Router } from "express";
import { escapeHtml } from "./docs-layout.ts";

export type StartPageInput = {
  /** Folder of the built widget and demo page. */
  clientDir: string;
  /** Questions to begin with; null: those that stand in the page, which are the handbook's. */
  suggestions: () => Promise<readonly string[] | null>;
  /** Whose chat it is. */
  name: string;
};

/** As many as stand beside the greeting without scrolling. */
const IN_THE_CHAT = 3;

/**
 * Over its own handbook the page presents Switchboard. Over any other documentation it is a page for that product's
 * customers, with questions that the documentation answers; without any, it asks none.
 */
export function startPage({ clientDir, suggestions, name }: StartPageInput): RequestHandler {
  return Router().get(/^\/(?:index\.html)?$/, async (_request, response) => {
    const questions = await suggestions().catch(() => []);
    const html = titled(readFileSync(join(clientDir, "index.html"), "utf8"), escapeHtml(name));
    response
      .type("html")
      .send(questions === null ? html : withQuestions(forCustomers(html, escapeHtml(name)), questions));
  });
}

// Functions throughout, because a `$` of a name or a question would be read as part of a replacement.
const titled = (html: string, name: string) => html.replace(/data-title="[^"]*"/, () => `data-title="${name}"`);

/** What presents Switchboard to whoever may run it is nothing to the customers of a company that does. */
function forCustomers(html: string, name: string): string {
  return html
    .replace(/<!-- handbook -->.*?<!-- \/handbook -->/gs, "")
    .replace(/<title>[^<]*/, () => `<title>${name}`)
    .replace(/(name="description" content=")[^"]*/, (_, tag: string) => `${tag}Questions and answers`)
    .replace(/(<[^>]+ data-name>)[^<]*/g, (_, tag: string) => `${tag}${name}`)
    .replace(/(<h1>)[^<]*/, (_, tag: string) => `${tag}How can we help?`)
    .replace(/(<p class="lead">)[^<]*/, (_, tag: string) => `${tag}${LEAD}`)
    .replace(/(data-open>)[^<]*/, (_, tag: string) => `${tag}Ask a question`)
    .replace(/(<h2 id="ask-title">)[^<]*/, (_, tag: string) => `${tag}To begin with`)
    .replace(/(<p id="ask-lead">)[^<]*/, (_, tag: string) => `${tag}Pick one of these, or ask in your own words.`);
}

const LEAD = "Ask in your own words. Answers come from our documentation, with their sources.";

function withQuestions(html: string, questions: readonly string[]): string {
  const shown = questions.map(escapeHtml);
  const buttons = shown.map((question) => `<li><button type="button" data-ask>${question}</button></li>`).join("\n");
  const inTheChat = shown.slice(0, IN_THE_CHAT).join(" | ");
  const offered = html.replace(/data-suggestions="[^"]*"/, () => `data-suggestions="${inTheChat}"`);
  return questions.length === 0
    ? offered.replace(/<section class="ask".*?<\/section>/s, "")
    : offered.replace(/(<ul class="questions">).*?(?=<\/ul>)/s, (_, tag: string) => `${tag}${buttons}`);
}
