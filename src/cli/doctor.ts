import { type Config, ConfigError, misspeltSettings, readConfig } from "../config.ts";
import { examine } from "../doctor/examine.ts";
import { type Finding, fail, warn } from "../doctor/finding.ts";
import { runCommand } from "./command-line.ts";

const HELP = `
Usage: npm run doctor [-- --json]

Checks machine, modules, disk, data folder, database, index, model and port, and says what to do about what is wrong.
Changes nothing, and may run beside a server. Exit 1 when something fails.

  --json  print one JSON object
`;

export function main(argv: string[]): Promise<number> {
  return runCommand(
    {
      help: HELP,
      options: { json: { type: "boolean" } },
      async run({ json }) {
        const findings = [...misspelt(), ...(await findingsOf(readSettings()))];
        const failed = findings.filter(({ state }) => state === "fail").length;
        process.stdout.write(
          json ? `${JSON.stringify({ ok: failed === 0, findings })}\n` : `${findings.map(line).join("\n")}\n`,
        );
        if (failed > 0) throw new Error(failed === 1 ? "One check failed." : `${failed} checks failed.`);
      },
    },
    argv,
  );
}

function readSettings(): Config | ConfigError {
  try {
    return readConfig();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

const misspelt = (): Finding[] =>
  misspeltSettings().map((line) => warn("settings", line, "Correct its name in the environment or in .env."));

/** With settings that are wrong nothing else can be told. */
async function findingsOf(config: Config | ConfigError): Promise<Finding[]> {
  if (!(config instanceof ConfigError))
    return examine(config, { nodeVersion: process.version, now: Date.now(), fetch });
  return config.problems.map((problem) => fail("settings", problem, "Correct it in the environment or in .env."));
}

const MARKS = { ok: "ok  ", warn: "warn", fail: "FAIL" };

function line({ check, state, says, fix }: Finding): string {
  return `${MARKS[state]}  ${check}: ${says}${fix === null ? "" : `\n        ${fix}`}`;
}
