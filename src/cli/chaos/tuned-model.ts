import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tunedReplies } from "../../compose-tuned.ts";
import { projectRoot, readConfig } from "../../config.ts";
import { writeArtefact } from "../../intents/artefact.ts";
import { trainIntentClassifier } from "../../intents/train-intent-classifier.ts";
import { writeTunedModel } from "../../intents/tuned-model.ts";
import { emptyRegistry, modelFolder, promote, registryFile, writeRegistry } from "../../models/registry.ts";
import { servingRegistry } from "../../models/serving-registry.ts";
import { defaultEmbedder } from "../../search/static-embedder.ts";
import { damage } from "./damage.ts";
import { replyTo, wishes } from "./help-desk.ts";
import { type ChaosKind, oneOf } from "./round.ts";

const INTENT = "refund";
const QUESTION = "When do I get my money back?";

/** A damaged tuned model or registry is named and serves nothing, or serves as before; never another text. */
export const modelDamage: ChaosKind = async (dataDir) => {
  const config = { ...readConfig({}, projectRoot()), dataDir };
  const files = await promoted(dataDir);
  const whole = new Map(files.map((file) => [file, readFileSync(file)]));
  const undamaged = await said();
  if (undamaged.text !== replyTo(INTENT) || undamaged.named.length > 0)
    throw new Error(`The undamaged model does not serve its reply: ${JSON.stringify(undamaged)}`);
  const expected = JSON.stringify(undamaged);

  async function said() {
    const named: string[] = [];
    const announce = (line: string) => void named.push(line);
    const replies = tunedReplies(config, servingRegistry(dataDir, announce), { report: () => {}, announce });
    const meant = await replies.meant({ text: QUESTION, history: [] });
    const reply = await meant?.reply(new AbortController().signal);
    return { text: reply?.kind === "reply" ? reply.text : null, named };
  }

  return {
    async round(random) {
      const file = oneOf(files, random);
      const { bytes, how } = damage(whole.get(file)!, random);
      const gone = random() < 0.1;
      if (gone) rmSync(file);
      else writeFileSync(file, bytes);
      const { text, named } = await said().catch((error: Error) => ({ text: `a fault: ${error.message}`, named: [] }));
      writeFileSync(file, whole.get(file)!);
      const back = JSON.stringify(await said());
      return {
        ended: text === null ? "named, and the documentation answers" : "as before",
        problems: [
          ...(text === null || text === replyTo(INTENT) ? [] : [`${file}, ${how}: ${text}`]),
          // Where no registry is, nothing was promoted yet.
          ...(text === null && named.length === 0 && !(gone && file === registryFile(dataDir))
            ? [`${file}, ${how}: nobody was told`]
            : []),
          ...(back === expected ? [] : [`${file}, ${how}: does not serve after it was mended: ${back}`]),
        ],
      };
    },
    close: async () => {},
  };
};

/** Trains a model and lets it serve. Returns the files that are then read. */
async function promoted(dataDir: string): Promise<string[]> {
  const embedder = defaultEmbedder(projectRoot());
  const classifier = await trainIntentClassifier(wishes(), embedder, 1);
  const [vector] = await embedder.embed([QUESTION]);
  const reply = { text: replyTo(INTENT), approvals: 2, cited: [], centre: [...vector!] };
  const folder = modelFolder(dataDir, "");
  const id = writeTunedModel(folder, writeArtefact(classifier), { replies: { [INTENT]: [reply] } });
  const serving = promote(emptyRegistry, { intent: INTENT, model: id, share: 1, reason: "better" });
  writeRegistry(dataDir, serving);
  return [registryFile(dataDir), ...["classifier.sbic", "replies.json"].map((name) => join(folder, id, name))];
}
