import { readConfig } from "../config.ts";
import { installMinilm, PUBLIC_HOME } from "../search/install-minilm.ts";
import { minilmFolder } from "../search/minilm-files.ts";
import { runCommand, UsageError } from "./command-line.ts";

const HELP = `
Usage: npm run models -- add minilm [--from DIR] [--json]

Brings a better sentence embedder (all-MiniLM-L6-v2, English, about 40 MB) into DATA_DIR.

  --from DIR  take minilm-l6-dynint8.onnx and vocab.txt from a folder instead of their public home
  --json      print one JSON object
`;

export function main(argv: string[]): Promise<number> {
  return runCommand(
    {
      help: HELP,
      options: { from: { type: "string" }, json: { type: "boolean" } },
      async run({ from, json }, [verb, model, ...rest]) {
        if (verb !== "add" || model !== "minilm" || rest.length > 0) throw new UsageError("Say: add minilm");

        const { dataDir } = readConfig();
        await installMinilm({ dataDir, from: from ?? PUBLIC_HOME, say: (line) => process.stderr.write(`${line}\n`) });
        const folder = minilmFolder(dataDir);
        process.stdout.write(json ? `${JSON.stringify({ model, folder })}\n` : `MiniLM is ready in ${folder}.\n`);
      },
    },
    argv,
  );
}
