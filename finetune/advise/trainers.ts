import type { Config } from "../../src/config.ts";
import type { Advice } from "../../src/protocol/advice.ts";
import { counted } from "../../src/score/counted.ts";
import type { Example } from "../example.ts";

/** The usual rule of thumb for English. */
const CHARACTERS_A_TOKEN = 4;
const EPOCHS = 3;

/** What can be trained here, what it would cost on the rows at hand, and who would keep it fresh. */
export function trainersAt(
  { OPENAI_API_KEY, OPENAI_BASE_URL }: Pick<Config, "OPENAI_API_KEY" | "OPENAI_BASE_URL">,
  examples: readonly Example[],
): Advice["trainers"] {
  const rows = examples.filter(({ completion }) => completion !== null);
  const characters = rows.reduce(
    (sum, { messages, completion }) =>
      sum + completion!.length + messages.reduce((all, { content }) => all + content.length, 0),
    0,
  );
  const tokens = Math.round((characters / CHARACTERS_A_TOKEN) * EPOCHS);
  return [
    {
      name: "embedded",
      ready: true,
      note: `${counted(rows.length, "row takes", "rows take")} seconds on this machine and ${rows.length === 1 ? "costs" : "cost"} nothing; it serves in milliseconds; npm run finetune -- run repeats it`,
    },
    {
      name: "openai-compatible",
      ready: OPENAI_API_KEY !== "" || OPENAI_BASE_URL !== "",
      note: `${EPOCHS} epochs of ${rows.length} rows are about ${tokens.toLocaleString("en")} tokens, and each answer is paid for; finetune -- tune --model says the price before it sends anything; an engineer repeats it when replies change`,
    },
    {
      name: "lora",
      ready: false,
      note: "a GPU or hours of two cores, and Python; serves from a machine of yours; an engineer repeats it when replies change",
    },
  ];
}
