import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { expect, it, journeys } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

/** `npm start` as an operator runs it for the first time: an empty data folder and the handbook. */
journeys("the whole product, from documents to a cited answer", (stage) => {
  let folder: string;
  let server: ChildProcess;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "switchboard-product-"));
    server = spawn(process.execPath, [join(projectRoot(), "scripts/start.mjs")], {
      env: { PATH: process.env.PATH, DATA_DIR: folder, PORT: "0" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    address = await announced(server);
  }, 120_000);

  afterAll(async () => {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await gone;
    rmSync(folder, { recursive: true });
  });

  it("answers out of the documents, with a source that opens the page at the passage", async () => {
    const page = await stage().visit({}, address);
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("How do I add the chat to my website?");
    await widget.answer(/script tag/).waitFor();
    const source = widget.root.locator(".source", { hasText: "Add the chat to your website" }).first();
    await source.getByRole("button").click();

    const [docs] = await Promise.all([
      page.context().waitForEvent("page"),
      source.getByRole("link", { name: /Read more/ }).click(),
    ]);
    await docs.getByRole("heading", { name: "Add the chat to your website", level: 1 }).waitFor();
    expect(new URL(docs.url()).pathname).toMatch(/^\/docs\//);
  });

  it("says so when the documents do not hold the answer", async () => {
    const page = await stage().visit({}, address);
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("Who won the chess championship in 1985?");

    await widget.answer(/not|could/).waitFor();
    expect(await widget.root.getByText("From the documentation", { exact: true }).count()).toBe(0);
  });
});

/** The address that the server prints once it listens. */
function announced(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    server.stderr!.on("data", (chunk) => {
      printed += chunk;
      const found = /http:\/\/[\w.:[\]]+/.exec(printed)?.[0];
      if (found) resolve(found);
    });
    server.once("exit", (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)));
  });
}
