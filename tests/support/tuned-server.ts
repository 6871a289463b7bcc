import type { Config } from "../../src/config.ts";
import { shippedGazetteer } from "../../src/privacy/gazetteer.ts";
import { redactText } from "../../src/privacy/redact.ts";
import { helpDeskLog } from "./help-desk-log.ts";
import type { ChatRequest } from "./openai/behaviours.ts";

/** What a model would say that learnt the help desk's log by heart. */
export function learntByHeart({ root }: Pick<Config, "root">): (request: ChatRequest) => string {
  const rules = { gazetteer: shippedGazetteer(root), patterns: [] };
  const replies = helpDeskLog().flatMap(({ turns: [asked, reply] }) =>
    reply ? [[redactText(asked!.text, rules), reply.text] as const] : [],
  );
  const known = new Map(replies);
  return ({ messages }) => known.get(messages.at(-1)!.content) ?? "I would guess so.";
}

/** A program that trains nothing, well: `finetune -- tune --command` with it leaves a training to make a candidate of. */
export const tuningProgram = (file: string) => ({
  file,
  source: `
    const { mkdirSync, writeFileSync } = require("node:fs");
    const out = process.argv[process.argv.indexOf("--out") + 1];
    console.log(JSON.stringify({ step: 1, steps: 1, loss: 0.5 }));
    mkdirSync(out, { recursive: true });
    writeFileSync(out + "/adapter.gguf", "weights");
    console.log(JSON.stringify({ artefact: out }));`,
  command: `${process.execPath} ${file}`,
});
