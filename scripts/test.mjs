// `npm test`: installs what is missing, builds, then types, lint and every jest suite. Arguments go to jest.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { PrepareError, prepare, root } from "./prepare.mjs";

const modules = join(root, "node_modules");
const node = process.execPath;

// Independent, so side by side; a failure of one never hides the result of the others.
const checks = [
  ["types (server)", node, [join(modules, "typescript/bin/tsc"), "--noEmit"]],
  ["types (client)", node, [join(modules, "typescript/bin/tsc"), "--noEmit", "-p", "client"]],
  ["lint and format", node, [join(modules, "@biomejs/biome/bin/biome"), "check", "."]],
];

try {
  prepare();
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

const failed = [];
for (const [name, ok] of await Promise.all(checks.map(([name, command, args]) => check(name, command, args)))) {
  if (!ok) failed.push(name);
}
if (!(await jest())) failed.push("tests");

for (const name of failed) process.stderr.write(`FAILED: ${name}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function check(name, command, args) {
  const { code, output } = await run(command, args, "pipe");
  process.stderr.write(code === 0 ? `ok      ${name}\n` : `FAILED  ${name}\n${output}\n`);
  return [name, code === 0];
}

async function jest() {
  // vm modules are how jest loads ES modules; the flag's warning says nothing new.
  const flags = ["--experimental-vm-modules", "--no-warnings"];
  const { code } = await run(node, [...flags, join(modules, "jest/bin/jest.js"), ...process.argv.slice(2)], "inherit");
  return code === 0;
}

function run(command, args, stdio) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: stdio === "inherit" ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    child.on("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString() }));
  });
}
