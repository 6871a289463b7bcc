import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { expect, it, journeys } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

const PAGE = "# Returns\n\nA bicycle can be returned within 30 days of delivery. Refunds take a week.\n";
const CORRECTED = "A bicycle can be returned within 60 days until the end of January.";

/** `npm start` on documentation of its own: what staff correct reaches the next customer. */
journeys("a correction, from the console to the next customer", (stage) => {
  let folder: string;
  let knowledge: string;
  let server: ChildProcess;
  let setUp: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "switchboard-correction-"));
    knowledge = mkdtempSync(join(folder, "knowledge-"));
    writeFileSync(join(knowledge, "returns.md"), PAGE);
    server = spawn(process.execPath, [join(projectRoot(), "scripts/start.mjs")], {
      env: { PATH: process.env.PATH, DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: knowledge, PORT: "0" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    setUp = await setUpLink(server);
  }, 120_000);

  afterAll(async () => {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await gone;
    rmSync(folder, { recursive: true });
  });

  it("[B13][J12][J19] answers the same question in other words with the corrected text, and words that staff add, until the page that it cites changes", async () => {
    const { origin } = new URL(setUp);
    const first = widgetOn(await stage().visit({}, origin));
    await first.open();
    await first.ask("How many days do I have to return a bicycle?");
    await first.answer(/30 days/).waitFor();

    const page = await stage().open(setUp);
    await page.getByLabel("Your name").fill("Ana");
    await page.getByLabel("E-mail").fill("ana@example.com");
    await page.getByLabel("Password").fill("a long enough sentence");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByRole("link", { name: "Review", exact: true }).click();
    await page.getByRole("heading", { name: "How many days do I have to return a bicycle?" }).waitFor();
    await page.keyboard.press("c");
    const correction = page.getByRole("textbox", { name: "The corrected answer" });
    await correction.fill(`${CORRECTED} [1]`);
    await correction.press("Control+Enter");
    await page.getByText("serves the same question from now on").waitFor();

    const second = widgetOn(await stage().visit({}, origin));
    await second.open();
    await second.ask("How many days do I have for returning my bicycle?");
    await second.answer(CORRECTED).waitFor();

    await page.getByRole("link", { name: "Verified answers" }).click();
    await page.getByLabel("A question, as a customer might ask it").fill("Can the wheels go home again?");
    await page.keyboard.press("Enter");
    await page.getByText("Not served").waitFor();
    await page.getByLabel("Another way to ask for this").fill("Can the wheels go home again?");
    await page.keyboard.press("Enter");
    await page.getByText("Added: these words get the answer").waitFor();
    const otherwise = widgetOn(await stage().visit({}, origin));
    await otherwise.open();
    await otherwise.ask("can the wheels go home again");
    await otherwise.answer(CORRECTED).waitFor();

    // The page that the correction cites says something else from now on.
    writeFileSync(join(knowledge, "returns.md"), PAGE.replace("30 days", "14 days"));
    await ingest(join(folder, "data"), knowledge);
    const third = widgetOn(await stage().visit({}, origin));
    await third.open();
    await third.ask("How many days do I have for returning my bicycle?");
    await third.answer(/14 days/).waitFor();
    expect(await third.answer(CORRECTED).count()).toBe(0);
    await page.getByRole("link", { name: "Review", exact: true }).click();
    await page.getByText("Its source has changed").waitFor();

    await page.getByRole("link", { name: "Verified answers" }).click();
    await page.getByText("Stale: its source has changed").waitFor();
    await page.getByText(CORRECTED).waitFor();
    await page.getByRole("button", { name: "Retire" }).click();
    await page.getByText("No verified answers yet").waitFor();
    expect(await page.getByText(CORRECTED).count()).toBe(0);
  });
});

/** The command line beside the running server, which follows at its next question. */
async function ingest(dataDir: string, folder: string): Promise<void> {
  const command = [join(projectRoot(), "scripts/run.mjs"), "ingest", folder];
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir };
  const ingested = spawn(process.execPath, command, { env, stdio: "ignore" });
  expect(await new Promise((resolve) => ingested.once("exit", resolve))).toBe(0);
}

/** The one-time link that the first start prints last. */
function setUpLink(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    server.stderr!.on("data", (chunk) => {
      printed += chunk;
      const found = /http:\S+set-up\?token=[\w-]+(?=\s)/.exec(printed)?.[0];
      if (found) resolve(found);
    });
    server.once("exit", (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)));
  });
}
