import { spawn } from "node:child_process";
import { join, relative } from "node:path";
import { setFlagsFromString } from "node:v8";
import { refuseHalfRestored } from "./backup/restore.ts";
import { ingestProgress } from "./cli/ingest-progress.ts";
import { keepFilesToOwner } from "./cli/own-files.ts";
import { composeServer } from "./compose.ts";
import { keptLearned } from "./compose-learned.ts";
import { composeSearchAids } from "./compose-search.ts";
import { type Config, misspeltSettings, readConfig } from "./config.ts";
import { ingest } from "./ingest/ingest.ts";
import { indexFolder, servingFolder } from "./ingest/knowledge-folder.ts";
import { checkIndex } from "./search/check-index.ts";
import { DamagedIndexError, NothingIngestedError } from "./search/open-knowledge.ts";
import { lockDataDir } from "./server/data-lock.ts";

/**
 * How far the heap may grow beyond what was in use before it is collected. Left to itself V8 waits for four times as much,
 * and twice the memory; at 60 % it marks the heap every 12 seconds under the load of docs/reports, and those who wait then
 * are the last hundredth of the acknowledgements.
 */
const HEAP_GROWTH_PERCENT = 150;

/** Starts the server, and stops it when asked to. What an operator can mend is one clear line and exit code 1. */
export async function main(): Promise<void> {
  keepFilesToOwner();
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  try {
    for (const line of misspeltSettings()) say(line);
    await serve(readConfig());
  } catch (error) {
    process.exitCode = 1;
    if (!(error instanceof Error) || isBug(error)) throw error;
    process.stderr.write(`${error.message}\n`);
  }
}

async function serve(config: Config): Promise<void> {
  const unlock = lockDataDir(config.dataDir);
  try {
    refuseHalfRestored(config.dataDir);
    const indexed = hasIndex(config);
    if (!indexed) await ingestNow(config);
    const { server, accounts, warmUp } = await composeServer(config);
    stopOnSignals(server.close, unlock);
    const { url } = await server.listen();
    announce(config, url);
    inviteOwner(url, await accounts.setUpLink());
    void warmUp();
    // An index is there and serves at once; whether the folder has changed meanwhile is found out beside it.
    if (indexed) ingestBeside(config);
  } catch (error) {
    unlock();
    throw error;
  }
}

/** An index that is missing, damaged or of an older format is made from the documentation again. */
function hasIndex(config: Config): boolean {
  try {
    checkIndex(indexFolder(config.dataDir, servingFolder(config)));
    return true;
  } catch (error) {
    if (error instanceof NothingIngestedError) return false;
    if (!(error instanceof DamagedIndexError)) throw error;
    say(`${error.message} It is built again.`);
    return false;
  }
}

async function ingestNow(config: Config): Promise<void> {
  const knowledgeDir = servingFolder(config);
  say(`Reading the documentation in ${shown(config, knowledgeDir)} …`);
  const onProgress = ingestProgress(process.stderr);
  const aids = await composeSearchAids(config);
  const { dataDir } = config;
  const learned = () => keptLearned(config);
  const report = await ingest({ knowledgeDir, dataDir, serve: false, aids, learned, onProgress });
  for (const { path, reason } of report.skipped) say(`  skipped ${path}: ${reason}`);
  say(`  ${report.pages} pages, ${report.passages} passages.`);
}

function ingestBeside(config: Config): void {
  const script = join(config.root, "scripts", "run.mjs");
  const child = spawn(process.execPath, [script, "ingest"], { stdio: "ignore", cwd: config.root });
  child.on("exit", (code) => {
    if (code) say("The documentation could not be read again; the index of the last time serves. Try: npm run ingest");
  });
  child.unref();
}

function announce(config: Config, url: string): void {
  say(`Documentation: ${shown(config, servingFolder(config))}`);
  say(`Answers:       ${config.CHAT_MODEL || "quoted from the documentation (no model is configured)"}`);
  say(`Switchboard is listening. Open ${url}`);
}

/** Printed and nowhere else: who can read the start of the server is its owner. */
function inviteOwner(url: string, token: string | null): void {
  if (!token) return;
  say("Nobody has an account for the console yet. This link makes the owner's, once and within 24 hours:");
  say(`  ${url}/console/#/set-up?token=${token}`);
}

/** The first signal lets open answers end; a second one does not wait. */
function stopOnSignals(close: () => Promise<void>, unlock: () => void): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    say("Stopping: open answers may end …");
    await close();
    unlock();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

/** Faults of the program, which need their stack; everything else that is thrown says what to do. */
function isBug(error: Error): boolean {
  return ["TypeError", "ReferenceError", "RangeError", "SyntaxError", "AssertionError"].includes(error.name);
}

function shown({ root }: Config, folder: string): string {
  return relative(root, folder).startsWith("..") ? folder : relative(root, folder);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
