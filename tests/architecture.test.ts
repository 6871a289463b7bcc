import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../src/config.ts";

const root = projectRoot();

/**
 * The arrows of docs/DESIGN.md: which folders (or single files) a file may import. The longest matching prefix
 * of the importing file decides; its own folder is always allowed. What is not listed is forbidden.
 */
const arrows: Record<string, string[]> = {
  "src/protocol": [],
  "src/score": ["src/protocol"],
  "src/privacy": ["src/protocol"],
  "src/search": ["src/protocol"],
  "src/models": ["src/protocol"],
  // Vectors of texts, and the exact search among those of training rows.
  "src/intents": [
    "src/search/embedder.ts",
    "src/search/exact-index.ts",
    "src/search/language.ts",
    "src/search/negation.ts",
    "src/search/script.ts",
    "src/search/start-worker.ts",
    "src/score/canary-watch.ts",
    // How alike two divisions are, by which discovery chooses between them.
    "src/score/clustering.ts",
    "src/score/seeded-random.ts",
    "src/score/stop-words.ts",
    "src/models/by-name.ts",
    "src/models/registry.ts",
    "src/models/served-by.ts",
    "src/models/tuned-replies.ts",
    // What a server of a tuned model is asked by, and how it is bound.
    "src/models/chat-model.ts",
    "src/models/openai-compatible.ts",
  ],
  // Reads questions as the intents do; what staff decide is kept beside the conversations.
  "src/review": [
    "src/protocol",
    "src/intents",
    "src/conversations",
    "src/answer/cite.ts",
    "src/answer/verified-reply.ts",
    "src/answer/route.ts",
    "src/score",
    "src/search/edit-distance.ts",
    "src/search/embedder.ts",
    "src/search/general-synonyms.ts",
    "src/search/knowledge.ts",
    "src/search/language.ts",
    "src/search/negation.ts",
    "src/search/passage.ts",
    "src/search/quoted-passage.ts",
    "src/search/rare-term.ts",
    "src/search/script.ts",
    "src/search/synonyms.ts",
    "src/search/time-slice.ts",
    "src/search/unchanged-passages.ts",
  ],
  // Counts what is kept by the conditions of the search; compares questions as reviewing does.
  "src/insights": [
    "src/protocol",
    "src/conversations",
    "src/review/content-words.ts",
    "src/review/likeness.ts",
    "src/models/model-prices.ts",
    "src/search/embedder.ts",
    "src/search/static-embedder.ts",
  ],
  // What the learning loop left behind, for the console; the registry is all that is written.
  "src/learning": [
    "src/protocol",
    "src/intents/learnt-as.ts",
    "src/intents/proposals.ts",
    "src/models/by-name.ts",
    "src/models/claim-file.ts",
    "src/models/registry.ts",
    "src/models/replace-file.ts",
    "src/privacy/pseudonym.ts",
    "src/score/counted.ts",
    "src/score/gate.ts",
  ],
  // What the versions of the prompt are, which one serves, and how one is tried before it does.
  "src/prompts": [
    "src/protocol",
    "src/answer",
    "src/conversations",
    "src/review/cited-passages.ts",
    "src/search/unchanged-passages.ts",
    "src/score",
    "src/models/chat-model.ts",
    "src/models/model-prices.ts",
    "src/models/sticky-share.ts",
    "src/search/embedder.ts",
    "src/search/knowledge.ts",
  ],
  "src/telemetry": ["src/answer/answer-question.ts", "src/conversations/timers.ts"],
  // What may be wrong with an installation: looks at everything, changes nothing.
  "src/doctor": [
    "src/config.ts",
    "src/config-lists.ts",
    "src/conversations/full-disk.ts",
    "src/conversations/migrations.ts",
    "src/ingest/knowledge-folder.ts",
    "src/ingest/documentation.ts",
    "src/intents/tuned-model.ts",
    "src/models/registry.ts",
    "src/search",
  ],
  // One customer's data in every place, and how long it is kept.
  "src/customers": ["src/protocol", "src/conversations", "src/config-lists.ts"],
  // One writer of an index at a time.
  "src/ingest": ["src/protocol", "src/search", "src/models/claim-file.ts"],
  "src/answer": [
    "src/protocol",
    // Ports, and pure functions of the search that hold no state.
    "src/search/asked-price.ts",
    "src/search/knowledge.ts",
    "src/search/negation.ts",
    "src/search/passage.ts",
    "src/search/rare-term.ts",
    "src/search/remembered.ts",
    "src/search/unchanged-passages.ts",
    "src/models/chat-model.ts",
    "src/models/tuned-replies.ts",
  ],
  "src/conversations": ["src/protocol", "src/answer/answer-question.ts", "src/search/start-worker.ts"],
  "src/server": [
    "src/protocol",
    "src/review",
    "src/insights",
    "src/prompts",
    "src/learning",
    "src/customers",
    "src/models/claim-file.ts",
    "src/models/registry.ts",
    "src/models/model-prices.ts",
    "src/models/why-unwritable.ts",
    "src/answer/answer-question.ts",
    "src/answer/explain-search.ts",
    "src/conversations",
    "src/staff",
    "src/ingest/documentation.ts",
    "src/ingest/page-list.ts",
    "src/ingest/page-renderer.ts",
    "src/ingest/render-page.ts",
    "src/search/knowledge.ts",
    "src/search/quoted-passage.ts",
    "src/search/passage.ts",
  ],
  "src/staff": ["src/protocol", "src/conversations/conversation-tables.ts", "src/conversations/database.ts"],
  // Copies what others wrote; of the database it knows that it can be copied and checked.
  "src/backup": ["src/conversations/copy-database.ts"],
  "src/cli": ["src"],
  "src/config.ts": ["src/config-checks.ts", "src/config-lists.ts", "src/search/edit-distance.ts"],
  "src/config-checks.ts": ["src/config.ts", "src/config-lists.ts"],
  "src/config-lists.ts": [],
  "src/compose.ts": ["src"],
  "src/compose-answers.ts": ["src"],
  "src/compose-audit.ts": ["src/conversations", "src/staff"],
  "src/compose-staff.ts": ["src/config-lists.ts", "src/conversations", "src/search", "src/server", "src/staff"],
  "src/compose-review.ts": ["src"],
  "src/compose-learned.ts": ["src"],
  "src/compose-start.ts": ["src"],
  "src/compose-store.ts": ["src/config.ts", "src/conversations", "src/server/metrics.ts"],
  "src/learned-worker.ts": ["src/compose-learned.ts", "src/config.ts"],
  "src/compose-customers.ts": ["src"],
  "src/compose-insights.ts": ["src"],
  "src/compose-learning.ts": ["src"],
  "src/compose-product.ts": ["src/answer/wording.ts", "src/config.ts", "src/ingest/knowledge-folder.ts"],
  "src/compose-privacy.ts": ["src/compose-product.ts", "src/privacy", "src/config.ts", "src/ingest"],
  "src/compose-model.ts": [
    "src/compose-privacy.ts",
    "src/compose-product.ts",
    "src/privacy",
    "src/answer",
    "src/models",
    "src/config.ts",
    "src/config-lists.ts",
    "src/protocol/prompts.ts",
  ],
  "src/compose-prompts.ts": ["src"],
  "src/compose-traces.ts": ["src"],
  "src/compose-tuned.ts": ["src"],
  "src/compose-search.ts": ["src/search", "src/privacy", "src/config.ts"],
  "src/main.ts": [
    "src/backup",
    "src/compose.ts",
    "src/compose-learned.ts",
    "src/compose-search.ts",
    "src/config.ts",
    "src/ingest",
    "src/cli/ingest-progress.ts",
    "src/cli/own-files.ts",
    "src/search/check-index.ts",
    "src/search/open-knowledge.ts",
    "src/server/data-lock.ts",
  ],
  finetune: [
    "src/answer",
    "src/intents",
    "src/score",
    "src/privacy",
    "src/models",
    "src/conversations",
    "src/compose-answers.ts",
    "src/compose-audit.ts",
    "src/compose-model.ts",
    "src/compose-privacy.ts",
    "src/compose-product.ts",
    "src/compose-search.ts",
    "src/compose-tuned.ts",
    "src/config.ts",
    "src/search",
    "src/ingest",
    "src/protocol",
    "src/learning/proposal-desk.ts",
    "src/cli/command-line.ts",
    "src/cli/questions-file.ts",
  ],
  "client/shared": ["src/protocol"],
  "client/widget": ["client/shared", "src/protocol"],
  "client/console": ["client/shared", "src/protocol"],
  "client/demo": ["client/shared", "client/widget"],
};

/** Files of the protocol without a schema, which a browser may load. */
const PLAIN_PROTOCOL = [
  "src/protocol/version.ts",
  "src/protocol/roles.ts",
  "src/protocol/review.ts",
  "src/protocol/prompt-parts.ts",
  "src/protocol/advice.ts",
];

describe("the arrows of the design", () => {
  it("lets no file import what its folder may not know", () => {
    expect(sourceFiles().flatMap(forbiddenImports)).toEqual([]);
  });

  it("keeps the protocol's schemas out of the widget: types and constants only", () => {
    const runtimeImports = filesBelow("client").flatMap((file) =>
      importsOf(file)
        .filter(({ target, typeOnly }) => target.startsWith("src/") && !typeOnly && !PLAIN_PROTOCOL.includes(target))
        .map(({ target }) => `${file} → ${target}`),
    );

    expect(runtimeImports).toEqual([]);
  });

  it("keeps packages out of the protocol's plain files, since pages load them", () => {
    const packages = PLAIN_PROTOCOL.filter((file) =>
      /^import (?!type)[^;]*from "/m.test(readFileSync(join(root, file), "utf8")),
    );

    expect(packages).toEqual([]);
  });

  it("reads the environment in one file", () => {
    const readers = [...filesBelow("src"), ...filesBelow("finetune")].filter(
      (file) => file !== "src/config.ts" && /process\.env\b/.test(readFileSync(join(root, file), "utf8")),
    );

    expect(readers).toEqual([]);
  });

  it("names nothing types, utils or helpers", () => {
    const vague = sourceFiles().filter((file) =>
      /(^|\/)(utils?|helpers?|misc|common|types|constants|manager|service)\.tsx?$/.test(file),
    );

    expect(vague).toEqual([]);
  });
});

function forbiddenImports(file: string): string[] {
  const owner = Object.keys(arrows)
    .filter((prefix) => isBelow(file, prefix))
    .sort((a, b) => b.length - a.length)[0];
  if (owner === undefined) return [`${file} belongs to no part of the design`];

  const allowed = [owner, ...arrows[owner]!];
  return importsOf(file)
    .filter(({ target }) => !allowed.some((prefix) => isBelow(target, prefix)))
    .map(({ target }) => `${file} → ${target}`);
}

function importsOf(file: string): { target: string; typeOnly: boolean }[] {
  const text = readFileSync(join(root, file), "utf8");
  const written = text.matchAll(
    /^(import|export)\s+(type\s)?[^;]*?from\s+"(\.[^"]+)"|(?:import|new URL)\("(\.[^"]+\.ts)"/gm,
  );
  return [...written].map(([, , typeOnly, from, dynamic]) => ({
    target: relative(root, resolve(dirname(join(root, file)), from ?? dynamic!)),
    typeOnly: typeOnly !== undefined,
  }));
}

function sourceFiles(): string[] {
  return ["src", "finetune", "client"].flatMap(filesBelow);
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts") && !name.includes("node_modules"))
    .map((name) => `${folder}/${name}`);
}

function isBelow(file: string, prefix: string): boolean {
  return file === prefix || file.startsWith(`${prefix}/`);
}
