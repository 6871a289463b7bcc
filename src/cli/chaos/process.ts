import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { indexFolder } from "../../ingest/knowledge-folder.ts";
import { knowledgeSource } from "../../search/open-knowledge.ts";
import { startChild } from "../child-server.ts";
import { writePages } from "./damage.ts";
import type { ChaosKind } from "./round.ts";

const execute = promisify(execFile);

/** Killed at any moment, an ingest leaves the old index or the new one; the next ingest is not held up. */
export const ingestKill: ChaosKind = async (folder, means) => {
  const [pages, dataDir] = [join(folder, "pages"), join(folder, "data")];
  const program = [...means.command, "ingest", pages];
  const env = { DATA_DIR: dataDir };
  const whole = async (edition: string) => {
    writePages(pages, edition);
    await execute(process.execPath, program, { env });
    return servedEditions(dataDir, pages);
  };
  let number = 0;
  const started = performance.now();
  let served = await whole("0th");
  const wholeMs = performance.now() - started;

  return {
    async round(random) {
      const old = served;
      number += 1;
      writePages(pages, `${number}th`);
      const child = spawn(process.execPath, program, { env, stdio: "ignore" });
      const exited = once(child, "exit");
      await Promise.race([wait(random() * wholeMs), exited]);
      child.kill("SIGKILL");
      await exited;
      const after = servedEditions(dataDir, pages);
      served = await whole(`${number}th`);
      return {
        ended: after === old ? "the old index" : "the new index",
        problems: [
          ...(after === old || after === `${number}th` ? [] : [`after the kill: ${after}`]),
          ...(served === `${number}th` ? [] : [`the next ingest left: ${served}`]),
        ],
      };
    },
    close: async () => {},
  };
};

/** The editions that the index quotes; one of them, unless it is a mixture. */
function servedEditions(dataDir: string, pages: string): string {
  try {
    const knowledge = knowledgeSource(() => indexFolder(dataDir, pages), { announce: () => {} }).current();
    const texts = Array.from(
      { length: knowledge.pages },
      (_, page) => knowledge.page(`page-${page}.md`)[0]?.text ?? "",
    );
    const editions = texts.map((text) => /The (\S+) edition/.exec(text)?.[1] ?? "a page without its text");
    return [...new Set(editions)].sort().join(" and ");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A second server on the same data folder is refused by name, and the first does not notice. */
export const twoServers: ChaosKind = async (folder, { server: program }) => {
  const pages = join(folder, "pages");
  writePages(pages);
  const environment = { DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: pages, LOG_LEVEL: "error" };
  const first = await startChild(program, environment);

  return {
    async round() {
      const second = await startChild(program, environment).catch((error: Error) => error);
      const ready = await fetch(`${first.url}/readyz`);
      if (!(second instanceof Error)) {
        await second.kill();
        return { ended: "both started", problems: ["a second server started on the same data folder"] };
      }
      const named = /exit code 1 .*Another server \(process \d+\) works on/s.test(second.message);
      return {
        ended: "the second was refused",
        problems: [
          ...(named ? [] : [`the refusal does not say what to do: ${second.message}`]),
          ...(ready.ok ? [] : [`the first server is not ready any more: ${await ready.text()}`]),
        ],
      };
    },
    async close() {
      await first.stop();
    },
  };
};
