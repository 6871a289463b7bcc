import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { libsqlConversationStore } from "../../conversations/libsql-conversation-store.ts";
import { DatabaseUnusableError } from "../../conversations/libsql-database.ts";
import { ingest } from "../../ingest/ingest.ts";
import { indexFolder } from "../../ingest/knowledge-folder.ts";
import { checkIndex } from "../../search/check-index.ts";
import { DamagedIndexError, knowledgeSource, NothingIngestedError } from "../../search/open-knowledge.ts";
import { type ChaosKind, oneOf } from "./round.ts";

/** What disks and copies do to a file: cut it, change one bit, overwrite a block. Returns what was done. */
export function damage(bytes: Buffer, random: () => number): { bytes: Buffer; how: string } {
  const at = Math.floor(random() * bytes.length);
  const changed = Buffer.from(bytes);
  switch (oneOf(["cut", "bit", "zeros", "noise"] as const, random)) {
    case "cut":
      return { bytes: changed.subarray(0, at), how: `cut at ${at}` };
    case "bit":
      changed[at] = changed[at]! ^ (1 << Math.floor(random() * 8));
      return { bytes: changed, how: `a bit of byte ${at}` };
    case "zeros":
      return { bytes: changed.fill(0, at, Math.min(at + BLOCK, bytes.length)), how: `a block of zeros at ${at}` };
    case "noise":
      for (let byte = at; byte < Math.min(at + BLOCK, bytes.length); byte += 1) changed[byte] = random() * 256;
      return { bytes: changed, how: `a block of noise at ${at}` };
  }
}

const BLOCK = 4_096;

const ASKED = ["How long can I return a parcel?", "What does shipping cost?", "Is the lamp waterproof?"];

/** A damaged index is named and built again, or answers as before; never anything else. */
export const indexDamage: ChaosKind = async (folder) => {
  const [knowledgeDir, dataDir] = [join(folder, "pages"), join(folder, "data")];
  writePages(knowledgeDir);
  await ingest({ knowledgeDir, dataDir, serve: false });
  const index = indexFolder(dataDir, knowledgeDir);
  const kept = join(folder, "kept");
  cpSync(index, kept, { recursive: true });
  const files = readdirSync(kept, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(kept, name)).isFile(),
  );
  const before = await answersOf(index);
  const found = before.startsWith("[") ? (JSON.parse(before) as unknown[][]) : [];
  if (found.length === 0 || found.some((hits) => hits.length === 0))
    throw new Error(`The undamaged index does not find its pages: ${before}`);

  return {
    async round(random) {
      const name = oneOf(files, random);
      const { bytes, how } = damage(readFileSync(join(kept, name)), random);
      writeFileSync(join(index, name), bytes);
      const ended = await answersOf(index);
      const wrong = ended !== before && !NAMED.has(ended);
      const checked = isSearched(name) ? checkOf(index) : null;
      // Building takes the time of twenty rounds.
      const mend = NAMED.has(ended) && random() < 0.05;
      if (mend) await ingest({ knowledgeDir, dataDir, serve: false });
      const mended = !mend || (await answersOf(index)) === before;
      rmSync(index, { recursive: true });
      cpSync(kept, index, { recursive: true });
      return {
        ended: ended === before ? "answered as before" : ended,
        problems: [
          ...(wrong ? [`${name}, ${how}: answered ${ended}`] : []),
          ...(checked === "whole" && !bytes.equals(readFileSync(join(kept, name)))
            ? [`${name}, ${how}: a start would not notice`]
            : []),
          ...(mended ? [] : [`${name}, ${how}: building it again did not mend it`]),
        ],
      };
    },
    close: async () => {},
  };
};

const NAMED = new Set(["named as damaged", "named as missing"]);

/** The others are read for `/docs` and by the next ingest. */
const isSearched = (name: string) => /CURRENT$|index\.bin$|passages\.bin$/.test(name);

/** What a start and the doctor say. */
function checkOf(index: string): "whole" | "named" {
  try {
    checkIndex(index);
    return "whole";
  } catch (error) {
    if (error instanceof DamagedIndexError || error instanceof NothingIngestedError) return "named";
    throw error;
  }
}

async function answersOf(index: string): Promise<string> {
  try {
    const knowledge = knowledgeSource(() => index, { announce: () => {} }).current();
    const found = await Promise.all(ASKED.map((text) => knowledge.search({ text, limit: 3 })));
    return JSON.stringify(found.map(({ hits }) => hits.map(({ passage }) => [passage.id, passage.text])));
  } catch (error) {
    if (error instanceof DamagedIndexError) return "named as damaged";
    if (error instanceof NothingIngestedError) return "named as missing";
    return `with an error of the program: ${error instanceof Error ? error.message : error}`;
  }
}

export function writePages(folder: string, edition = "first"): void {
  mkdirSync(folder, { recursive: true });
  for (let page = 0; page < 12; page += 1) {
    const text = `# Page ${page}\n\nThe ${edition} edition. A parcel can be returned within ${page + 10} days.\n\n## Shipping\n\nShipping costs ${page} euros. The lamp of model ${page} is waterproof.\n`;
    writeFileSync(join(folder, `page-${page}.md`), text);
  }
}

const CONVERSATIONS = 40;

/**
 * A damaged database is refused by name and left as it is, byte for byte; or it opens and holds what was kept. A bit
 * within a text is beyond what SQLite notices, so only blocks and cuts are tried.
 */
export const databaseDamage: ChaosKind = async (folder) => {
  const kept = join(folder, "kept.db");
  const store = libsqlConversationStore(kept);
  for (let number = 0; number < CONVERSATIONS; number += 1) await store.keepQuestion(question(number));
  await store.close();
  const undamaged = await openedAs(kept);
  if (undamaged !== "whole") throw new Error(`The undamaged database: ${undamaged}`);
  const whole = readFileSync(kept);

  return {
    async round(random) {
      const file = join(folder, "damaged.db");
      const pages = whole.length / BLOCK;
      const at = Math.floor(random() * pages) * BLOCK;
      const cut = random() < 0.5;
      const bytes = cut ? whole.subarray(0, at + 1) : Buffer.from(whole).fill(random() * 256, at, at + BLOCK);
      writeFileSync(file, bytes);
      const ended = await openedAs(file);
      const problems = [
        ...(ended === "refused" && !readFileSync(file).equals(bytes) ? ["a refused database was changed"] : []),
        ...(ended === "refused" || ended === "whole" ? [] : [`${cut ? "cut" : "overwritten"} at ${at}: ${ended}`]),
      ];
      for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
      return { ended, problems };
    },
    close: async () => {},
  };
};

function question(number: number) {
  return {
    conversationId: `conversation ${number}`,
    clientMessageId: "1",
    messageId: `message ${number}`,
    answerId: `answer ${number}`,
    text: `Question ${number}: ${"how long may this take? ".repeat(number)}`,
    at: number,
    openLimit: 10,
  };
}

async function openedAs(file: string): Promise<string> {
  try {
    const store = libsqlConversationStore(file);
    let missing = 0;
    for (let number = 0; number < CONVERSATIONS; number += 1) {
      const { conversationId, text } = question(number);
      const { entries } = await store.timeline(conversationId, 0);
      const same = entries.filter(({ event, payload }) => event === "message" && payload.text === text);
      if (same.length !== 1) missing += 1;
    }
    await store.close();
    return missing === 0 ? "whole" : `opened without a word, and ${missing} messages are not as they were kept`;
  } catch (error) {
    return error instanceof DatabaseUnusableError
      ? "refused"
      : `a fault: ${error instanceof Error ? error.message : error}`;
  }
}
