import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { ArtefactError, writeArtefact } from "../../src/intents/artefact.ts";
import { trainIntentClassifier } from "../../src/intents/train-intent-classifier.ts";
import { readTunedModel, writeTunedModel } from "../../src/intents/tuned-model.ts";
import { seededRandom } from "../../src/score/seeded-random.ts";
import { defaultEmbedder } from "../../src/search/static-embedder.ts";
import { trainingTexts } from "../support/intent-sample.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const parent = temporaryFolder();
const embedder = defaultEmbedder(projectRoot());
const artefact = writeArtefact(await trainIntentClassifier(trainingTexts(), embedder, 1));

function written() {
  const folder = mkdtempSync(join(parent, "models-"));
  const id = writeTunedModel(folder, artefact, { replies: {} });
  return { id, folder: join(folder, id) };
}

describe("a tuned model on the disk", () => {
  it("[D4] is read as it was written", () => {
    const { id, folder } = written();

    expect(readTunedModel(folder, id, embedder)).toMatchObject({ id, replies: {} });
  });

  it("[D4] is refused once any bit of it has changed, wherever it stands", () => {
    const { id, folder } = written();
    const random = seededRandom(20_261_129);
    for (const name of ["classifier.sbic", "replies.json"]) {
      const file = join(folder, name);
      const whole = readFileSync(file);
      for (let round = 0; round < 20; round += 1) {
        const bit = Math.floor(random() * whole.length * 8);
        const changed = Buffer.from(whole);
        changed[bit >> 3] = changed[bit >> 3]! ^ (1 << (bit & 7));
        writeFileSync(file, changed);
        expect(() => readTunedModel(folder, id, embedder)).toThrow(ArtefactError);
      }
      writeFileSync(file, whole);
    }
    readTunedModel(folder, id, embedder);
  });

  it("[D4] is refused when a part of it is missing", () => {
    const { id, folder } = written();
    rmSync(join(folder, "replies.json"));

    expect(() => readTunedModel(folder, id, embedder)).toThrow(ArtefactError);
  });
});
