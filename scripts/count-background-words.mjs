// node scripts/count-background-words.mjs SGD.jsonl.gz BITEXT.csv > src/search/background-words.txt
// Counts in how many customer messages each word stands; only numbers are kept, no text of the sources.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";

const LEAST = 3;
const [conversations, utterances] = process.argv.slice(2);

const spoken = gunzipSync(readFileSync(conversations))
  .toString("utf8")
  .split("\n")
  .filter(Boolean)
  .flatMap((line) => JSON.parse(line).turns)
  .filter(({ role }) => role === "customer")
  .map(({ text }) => text);
const written = parse(readFileSync(utterances), { columns: true }).map(({ utterance }) => utterance);

const messages = [...spoken, ...written];
const counts = new Map();
for (const message of messages) {
  for (const word of new Set(message.toLowerCase().match(/\p{L}+/gu) ?? [])) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
}

const kept = [...counts].filter(([, count]) => count >= LEAST).sort(([a], [b]) => (a < b ? -1 : 1));
process.stdout.write(`# Messages that hold each word, of general customer talk: customer turns of the Schema-Guided Dialogue
# dataset, train part (Google, CC BY-SA 4.0), and utterances of Bitext's customer-service intents, train part
# (Bitext, CDLA-Sharing 1.0). Counts only. Words in fewer than ${LEAST} messages are left out.
# Made by: node scripts/count-background-words.mjs conversations.train.jsonl.gz train.csv
* ${messages.length}
${kept.map(([word, count]) => `${word} ${count}`).join("\n")}
`);
