import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { redactionRules } from "../../src/compose-privacy.ts";
import { projectRoot, readConfig } from "../../src/config.ts";
import { ingest } from "../../src/ingest/ingest.ts";
import { redactText } from "../../src/privacy/redact.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const HOLM = "You land at the pier of Little Holm.";

const folder = temporaryFolder();
const docs = join(folder, "docs");
mkdirSync(docs);

it("[F32] the names of a documentation are those of the pages that serve now", async () => {
  const config = readConfig({ DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: docs }, projectRoot());
  const publish = (text: string) => {
    writeFileSync(join(docs, "harbour.md"), text);
    return ingest({ knowledgeDir: docs, dataDir: config.dataDir, serve: true });
  };
  const redacted = () => redactText(HOLM, redactionRules(config));
  expect(redacted()).toBe("You land at the pier of [NAME_1].");

  await publish(
    `# Harbour\n\n## Pier\n\n${HOLM}\n\n## Ferry\n\nWe sail to Little Holm.\n\n## Shop\n\nOn Little Holm.\n`,
  );
  expect(redacted()).toBe(HOLM);
  await publish("# Harbour\n\n## Pier\n\nIt is closed.\n");
  expect(redacted()).toBe("You land at the pier of [NAME_1].");
});
