// Makes the checkout runnable: installs and builds what is missing. Plain Node, because nothing is installed yet.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const BUILD_STAMP = join(root, "dist", ".built-from");
const BUILD_INPUTS = [
  "src",
  "finetune",
  "client",
  "tsconfig.json",
  "tsconfig.build.json",
  "vite.config.ts",
  "package-lock.json",
];
/** Longer than any install or build takes: a lock this old was left behind, whoever has its process id by now. */
const STALE_LOCK_MS = 15 * 60_000;

/** Everything goes to stderr: the command lines' stdout belongs to their results. Throws PrepareError with what to do. */
export function prepare() {
  requireNode();
  install({ tools: read(BUILD_STAMP) !== hashOf(BUILD_INPUTS) });
  build();
}

export class PrepareError extends Error {}

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new PrepareError(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
}

/** What is built already runs without the tools that built it, as in an image that left them out. */
export function install({ tools } = { tools: true }) {
  if (installed(tools)) return;

  alone("install", () => {
    if (installed(tools)) return;
    say("Installing dependencies (once, about a minute) …");
    // The build needs the dev dependencies, also where NODE_ENV=production is set.
    run(
      "npm",
      ["ci", "--include=dev", "--no-audit", "--no-fund"],
      "The dependencies could not be installed. Check the network and run the command again.",
    );
    if (!existsSync(join(root, "node_modules", "hnswlib-node", "build"))) {
      say("hnswlib-node was not built (no C++ compiler here): vectors are searched exactly instead.");
    }
  });
}

/** Whether npm's own note of what it installed agrees with the lock file. An optional package may be missing. */
function installed(tools) {
  const wanted = readPackages("package-lock.json");
  const present = readPackages("node_modules/.package-lock.json");
  return Object.entries(wanted).every(
    ([path, { version, optional, dev, devOptional }]) =>
      path === "" || optional || (!tools && (dev || devOptional)) || present[path]?.version === version,
  );
}

function readPackages(file) {
  const text = read(join(root, file));
  return text === "" ? {} : JSON.parse(text).packages;
}

export function build() {
  const wanted = hashOf(BUILD_INPUTS);
  if (read(BUILD_STAMP) === wanted) return;

  alone("build", () => {
    if (read(BUILD_STAMP) === wanted) return;
    say("Building the server …");
    rmSync(BUILD_STAMP, { force: true });
    rmSync(join(root, "dist", "src"), { recursive: true, force: true });
    run(process.execPath, [bin("typescript", "tsc"), "-p", "tsconfig.build.json"], "The server could not be built.");
    say("Building the widget and the pages …");
    run(process.execPath, [bin("vite", "vite"), "build", "--logLevel", "warn"], "The client could not be built.");
    writeFileSync(BUILD_STAMP, wanted);
  });
}

/** Two commands started at once on a fresh checkout must not install or build into the same folder at the same time. */
function alone(name, work) {
  const lock = join(root, `.${name}.lock`);
  for (let tries = 0; !tryLock(lock); tries += 1) {
    if (tries === 0) say(`Waiting for another command that is at work here (${lock}) …`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function tryLock(lock) {
  try {
    writeFileSync(lock, `${process.pid}`, { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST" && error.code !== "EISDIR") throw error;
    if (isLeftBehind(lock)) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function isLeftBehind(lock) {
  const found = statSync(lock, { throwIfNoEntry: false });
  if (!found) return false;
  if (Date.now() - found.mtimeMs > STALE_LOCK_MS) return true;
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return false;
  } catch (error) {
    // Gone between two looks, or a process of somebody else's: neither was left behind.
    return error.code === "ESRCH";
  }
}

function run(command, args, problem) {
  const result = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (result.error || result.status !== 0) throw new PrepareError(`${problem} (${command} ${args.join(" ")})`);
}

function bin(packageName, command) {
  const folder = join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return join(folder, typeof bin === "string" ? bin : bin[command]);
}

function hashOf(paths) {
  const hash = createHash("sha256").update(process.versions.node);
  for (const path of paths) hashInto(hash, path);
  return hash.digest("hex");
}

function hashInto(hash, path) {
  const absolute = join(root, path);
  const entry = statSync(absolute, { throwIfNoEntry: false });
  if (!entry) return;
  if (entry.isFile()) {
    hash.update(path).update(readFileSync(absolute));
    return;
  }
  for (const name of readdirSync(absolute).sort()) hashInto(hash, `${path}/${name}`);
}

function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
