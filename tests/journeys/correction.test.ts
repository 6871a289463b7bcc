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
  let server: ChildProcess;
  let setUp: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "switchboard-correction-"));
    const knowledge = mkdtempSync(join(folder, "knowledge-"));
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

  it("[B13] answers the same question in other words with the corrected text, and says where it comes from", async () => {
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
    await correction.fill(CORRECTED);
    await correction.press("Control+Enter");
    await page.getByText("serves the same question from now on").waitFor();

    const second = widgetOn(await stage().visit({}, origin));
    await second.open();
    await second.ask("How many days do I have for returning my bicycle?");
    await second.answer(CORRECTED).waitFor();

    await page.getByRole("link", { name: "Verified answers" }).click();
    await page.getByText(CORRECTED).waitFor();
    await page.getByRole("button", { name: "Retire" }).click();
    await page.getByText("No verified answers yet").waitFor();
    expect(await page.getByText(CORRECTED).count()).toBe(0);
  });
});

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
