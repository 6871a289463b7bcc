import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import { projectRoot } from "../../src/config.ts";
import { expect, it, journeys } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

const PAGES = {
  "returns.md":
    "# Returns\n\n## How long you have\n\nYou can return a kettle within 60 days of delivery. Keep the receipt.\n",
  "shipping.md": "# Shipping\n\n## Cost\n\nShipping a kettle costs 4 euros. Above 50 euros it is free.\n",
  "descaling.md": "# Descaling\n\n## Steps\n\n1. Fill the kettle with vinegar.\n2. Boil it.\n3. Rinse it twice.\n",
};

/** `npm start` as a customer's operator runs it, on documentation of its own. */
journeys("the whole product, from documents to a cited answer", (stage) => {
  let folder: string;
  let server: ChildProcess;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "switchboard-product-"));
    mkdirSync(join(folder, "pages"));
    for (const [name, text] of Object.entries(PAGES)) writeFileSync(join(folder, "pages", name), text);
    const environment = { DATA_DIR: join(folder, "data"), KNOWLEDGE_DIR: join(folder, "pages"), PORT: "0" };
    server = spawn(process.execPath, [join(projectRoot(), "scripts/start.mjs")], {
      env: { PATH: process.env.PATH, ...environment },
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
    await widget.ask("How long do I have to return a kettle?");
    await widget.answer("You can return a kettle within 60 days of delivery.").waitFor();
    await widget.root.locator(".source button").first().click();

    const [docs] = await Promise.all([
      page.context().waitForEvent("page"),
      widget.root
        .getByRole("link", { name: /Read more/ })
        .first()
        .click(),
    ]);
    await docs.getByRole("heading", { name: "How long you have" }).waitFor();
    expect(new URL(docs.url()).hash).toBe("#how-long-you-have");
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
