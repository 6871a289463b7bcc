import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { PromptFileError, parsePrompt } from "../../answer/prompt-file.ts";
import { ConfigError, projectRoot, readConfig } from "../../config.ts";
import type { PageParser } from "../../ingest/page-parser.ts";
import { processParser } from "../../ingest/process-parser.ts";
import { renderPage } from "../../ingest/render-page.ts";
import { searchSynonyms } from "../../prompts/search-synonyms.ts";
import { withOwnProbes } from "../../search/probes.ts";
import { synonyms } from "../../search/synonyms.ts";
import { QuestionsFileError, readQuestions } from "../questions-file.ts";
import { unsafeElements } from "./pages.ts";
import { type AttackReport, attackLog, shown } from "./report.ts";

/** Far more than such a short text takes, also on a busy machine. */
const SLOW_MS = 30_000;

type Parser = {
  name: string;
  input: fc.Arbitrary<string | Buffer>;
  /** Rejects or throws nothing but its own named error; returns one line for what is wrong otherwise. */
  parse: (input: string | Buffer) => Promise<string | null>;
};

/** Every parser over texts that are made up from its syntax, damaged samples, and noise: `runs` of each. */
export async function attackParsers(folder: string, runs: number, seed: number): Promise<AttackReport> {
  const log = attackLog("parsers");
  const pages = processParser({ processes: 1, timeLimit: SLOW_MS, memoryLimit: 512 });
  for (const { name, input, parse } of parsers(folder, pages)) {
    const property = fc.asyncProperty(input, async (text) => {
      const started = performance.now();
      const wrong = await parse(text);
      log.ended(name);
      if (wrong) throw new Error(wrong);
      if (performance.now() - started > SLOW_MS) throw new Error("took too long");
      if (Object.keys(Object.prototype).length > 0) throw new Error("changed what all objects are made of");
    });
    const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns: runs, seed });
    if (failed) log.problem(`${name}: ${String(errorInstance)} on ${shown(String(counterexample?.[0]))}`);
  }
  await pages.close();
  return log.report();
}

function parsers(folder: string, pages: PageParser): Parser[] {
  const sample = (path: string) => readFileSync(join(projectRoot(), "tests", "support", "sample", "shop", path));
  const page = (path: string, input: Parser["input"]): Parser => ({
    name: path.split(".").at(-1)!,
    input,
    parse: (text) => onePage(pages, path, text),
  });
  return [
    page("page.md", written(MARKDOWN)),
    page("page.mdx", written([...MARKDOWN, ...MDX])),
    page("page.html", written(HTML)),
    page("page.txt", written([...MARKDOWN, "\u0000", "\ufeff"])),
    page(
      "page.csv",
      written(CSV).map((rows) => `question,answer\n${rows}`),
    ),
    page("page.docx", damaged(sample("returns.docx"))),
    page("page.pdf", damaged(sample("lamp-manual.pdf"))),
    {
      name: "front matter",
      input: written(YAML),
      parse: (text) => onePage(pages, "page.md", `---\n${text}\n---\n\nText.`),
    },
    {
      name: "prompt file",
      input: written(["## ", "\n", "Rules", "{{product}}", "{{", "# "]),
      parse: throwing((text) => parsePrompt("made-up", text), PromptFileError),
    },
    {
      name: "synonyms",
      input: written(LISTS),
      parse: throwing((text) => [searchSynonyms(text)(text), synonyms(text, (words) => words.split(" "))("a")]),
    },
    {
      name: "off-topic questions",
      input: written(LISTS),
      parse: throwing((text) => withOwnProbes(["Who are you?"], text)),
    },
    { name: "settings", input: written(SETTINGS), parse: throwing((text) => settingsOf(folder, text), ConfigError) },
    {
      name: "question file",
      input: written(JSON_LINES),
      parse: throwing((text) => questionsOf(folder, text), QuestionsFileError),
    },
  ];
}

const MARKDOWN = [
  "# ",
  "## ",
  "\n",
  "\n\n",
  "- ",
  "1. ",
  "> ",
  "```",
  "`",
  "*",
  "**",
  "_",
  "~~",
  "[",
  "]",
  "](",
  "(",
  ")",
  "![",
  "<",
  ">",
  "<b>",
  "</b>",
  "<!--",
  "-->",
  "|",
  "|-",
  "[^a]",
  "[^a]: ",
  "[a]: b",
  "\\",
  "&amp;",
  "&#0;",
  "https://a.example",
  "---\n",
  "    ",
  "\t",
  "::: note",
  "<div",
  "word",
];
const MDX = [
  "import x from 'y'\n",
  "export const a = 1\n",
  "{",
  "}",
  "{/*",
  "*/}",
  "<A b={",
  "/>",
  "</A>",
  "<>",
  "</>",
];
const HTML = [
  "<html>",
  "<body>",
  "<main>",
  "<p>",
  "</p>",
  "<table>",
  "<tr>",
  "<td>",
  "<svg>",
  "<math>",
  "<script>",
  "</script>",
  "<style>",
  "<template>",
  "<select>",
  "<a href='javascript:owned=1'>",
  "<img src=x onerror=owned=1>",
  "<meta charset=utf-16>",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "&lt;",
  "&#x1F600;",
  "<h1 id=a>",
  "<pre>",
  "<!doctype html>",
  "text",
];
const CSV = ['"', '""', ",", ";", "\t", "\n", "\r\n", "\r", "=1", "a", "\ufeff", "\\"];
const YAML = [
  "title: ",
  "tags: ",
  "source: ",
  "- ",
  "[",
  "]",
  "{",
  "}",
  "&a ",
  "*a",
  "!!js/function ",
  "<<: ",
  "__proto__: ",
  "|\n",
  ">\n",
  '"',
  "'",
  "\n",
  "  ",
  ": ",
  "# ",
  "null",
  "2026-11-29",
  "https://a.example",
];
const LISTS = ["a", "sign in", ",", "#", "-", "\n", "Who are you?", "日本"];
const SETTINGS = [
  "PORT=",
  "HOST=",
  "ALLOWED_ORIGINS=",
  "OPENING_HOURS=",
  "MODEL_PRICES=",
  "TRUSTED_PROXIES=",
  "ALLOWED_HOSTS=",
  "ANSWER_LINKS=",
  "OIDC_ISSUER=",
  "EMBEDDER=",
  "Mon-Fri 09:00-17:00",
  "https://a.example",
  "10.0.0.0/8",
  "=",
  ",",
  "/",
  ":",
  "\n",
  '"',
  "'",
  "1e9",
  "-1",
  "0x10",
  "__proto__=",
];
const JSON_LINES = [
  '{"question":"a","relevant":[]}',
  '{"__proto__":{"owned":1}}',
  "{",
  "}",
  "[",
  "]",
  '"',
  ":",
  ",",
  "\n",
  "null",
  "1e999",
  "\\u0000",
];

/** Pieces of a syntax in any order, with anything in between. */
function written(pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { arbitrary: fc.constantFrom(...pieces), weight: 8 },
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  return fc.array(piece, { maxLength: 60 }).map((parts) => parts.join(""));
}

/** A sample with bytes changed, cut off or put twice. */
function damaged(sample: Buffer): fc.Arbitrary<Buffer> {
  const change = fc.record({ at: fc.nat(sample.length - 1), bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }) });
  return fc.tuple(fc.array(change, { maxLength: 12 }), fc.nat(sample.length), fc.nat(3)).map(([changes, cut, how]) => {
    const copy = Buffer.from(sample);
    for (const { at, bytes } of changes) copy.set(bytes.subarray(0, copy.length - at), at);
    if (how === 1) return copy.subarray(0, cut);
    return how === 2 ? Buffer.concat([copy.subarray(0, cut), copy]) : copy;
  });
}

/** What a page becomes: passages and safe HTML, or a reason. */
/** As an ingest reads it: what a parser throws, and what its process dies of, is a reason, and no good one. */
async function onePage(pages: PageParser, path: string, input: string | Buffer): Promise<string | null> {
  const read = await pages.parse(path, Buffer.from(input));
  if ("reason" in read)
    return /^(?:$|cannot be read|took longer|needed more)/.test(read.reason) ? `says "${read.reason}"` : null;
  const [unsafe] = unsafeElements(renderPage(path, read.markdown).html);
  return unsafe ? `shows ${unsafe}` : null;
}

function throwing(parse: (text: string) => unknown, named?: new (...args: never[]) => Error): Parser["parse"] {
  return async (input) => {
    try {
      parse(String(input));
      return null;
    } catch (error) {
      return named && error instanceof named ? null : `throws ${error instanceof Error ? error.name : typeof error}`;
    }
  };
}

/** As `.env` holds them. */
function settingsOf(folder: string, text: string): unknown {
  writeFileSync(join(folder, ".env"), text);
  return readConfig({}, folder);
}

function questionsOf(folder: string, text: string): unknown {
  const file = join(folder, "questions.jsonl");
  writeFileSync(file, text);
  return readQuestions(file);
}
