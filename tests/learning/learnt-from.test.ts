import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { LearningFileError } from "../../src/learning/learning-file.ts";
import { intentsLearntFrom } from "../../src/learning/learnt-from.ts";
import { pseudonymOf } from "../../src/privacy/pseudonym.ts";
import { DATASET, learnedWorld } from "../support/learned-world.ts";
import { temporaryFolder, writeFiles } from "../support/temporary-folder.ts";

const dataDir = temporaryFolder();
learnedWorld(dataDir);
const untrained = temporaryFolder();

describe("what an erasure takes from trained models", () => {
  it("[P13] is the intents that a model serves which learnt from it, not of one that was tested on it alone", async () => {
    expect(await intentsLearntFrom(dataDir, ["nobody", "c3"])).toEqual(["returns"]);
    expect(await intentsLearntFrom(dataDir, ["c99"])).toEqual([]);
    expect(await intentsLearntFrom(dataDir, ["nobody"])).toEqual([]);
    expect(await intentsLearntFrom(untrained, ["c3"])).toEqual([]);
  });

  it("[P13] knows a conversation by its pseudonym, and names a file that cannot be read", async () => {
    const row = { conversation: pseudonymOf("ana@x.example"), intent: "returns", completion: "Within 30 days." };
    const train = join("finetune", "datasets", DATASET, "train.jsonl");
    writeFiles(dataDir, { [train]: `${JSON.stringify(row)}\n` });
    expect(await intentsLearntFrom(dataDir, ["ana@x.example"])).toEqual(["returns"]);

    writeFiles(dataDir, { [train]: "[]\n" });
    await expect(intentsLearntFrom(dataDir, ["ana@x.example"])).rejects.toThrow(LearningFileError);
  });
});
