import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { DataFolderUnwritableError, inWrittenFolder } from "../../finetune/written-folder.ts";
import { ClaimUnusableError } from "../../src/models/claim-file.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const dataDir = temporaryFolder();
const failed = (code: string, path: string) => Object.assign(new Error(`${code}: …, open '${path}'`), { code, path });
const told = (error: Error) => inWrittenFolder({ dataDir }, () => Promise.reject(error));

describe("a data folder that takes no file", () => {
  it("[F46] is named with what is wrong with it and what to do, whichever file was to be written", async () => {
    const partial = join(dataDir, "finetune", "discovered.json.partial");
    await expect(told(failed("EROFS", partial))).rejects.toThrow(
      `The data folder ${dataDir} cannot be written to: it lies on a disk that is read-only. What serves is as it was: mend that, then run this again.`,
    );
    for (const code of ["EACCES", "EPERM"])
      await expect(told(failed(code, partial))).rejects.toThrow(
        /cannot be written to: the user of this process .* may not\./,
      );
    await expect(told(failed("EDQUOT", partial))).rejects.toThrow("No room is left on the disk of");
  });

  it("[F46] is not blamed for files elsewhere, nor for a lock that is damaged", async () => {
    const elsewhere = failed("EACCES", "/elsewhere/questions.jsonl");
    await expect(told(elsewhere)).rejects.toBe(elsewhere);
    const damaged = new ClaimUnusableError(join(dataDir, "loop.lock"), new Error("file is not a database"));
    await expect(told(damaged)).rejects.toBe(damaged);
    await expect(told(damaged)).rejects.not.toBeInstanceOf(DataFolderUnwritableError);
  });
});
