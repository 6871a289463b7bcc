import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import type { Citation } from "../../src/protocol/conversation.ts";
import { expect, it, journeys } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const citation: Citation = {
  marker: 1,
  path: "a.md",
  anchor: "",
  title: "A page",
  heading: "A part",
  quote: "A quotation.",
  source: "https://example.com/a",
};
const RICH =
  "A **bold** word and `code`. [1]\n\n1. one\n2. two\n\n```sh\nnpm start\n```\n\n| a | b |\n|---|---|\n| c | d |";

journeys("everyone can use it", (stage) => {
  it("[U17] by keyboard alone: open, ask, unfold a source, rate, close", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.launcher.focus();
    await page.keyboard.press("Enter");
    expect(await focused(page)).toBe("Ask a question …");

    await page.keyboard.type("How do I install it?");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("On Linux.");
    await page.keyboard.press("Enter");
    const answer = await stage().script.next();
    expect(answer.question.text).toBe("How do I install it?\nOn Linux.");
    answer.end({ text: "With npm. [1]", citations: [citation] });
    await widget.answer("With npm.").waitFor();

    await tabTo(page, "Source 1: A page", "Shift+Tab");
    await page.keyboard.press("Enter");
    await widget.root.getByText("A quotation.").waitFor();
    await tabTo(page, "This helped", "Tab");
    await page.keyboard.press("Space");
    await widget.root.getByRole("textbox", { name: /What was good/ }).waitFor();

    await page.keyboard.press("Escape");
    await widget.panel.waitFor({ state: "hidden" });
    expect(await focused(page)).toBe("Open the chat");
  });

  it("[U17] does not take the focus from a page that is reloaded", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await page.reload();
    await widget.panel.waitFor();

    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
  });

  it("[U16] by ear: whole sentences are read out, once, and history is not", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("How?");
    const spoken = widget.root.locator("[aria-live=polite].hidden p");
    const answer = await stage().script.next();
    answer.say("First do this. Then");
    await spoken.getByText("First do this.", { exact: true }).waitFor();
    answer.say(" do that.");
    answer.end();
    await spoken.getByText("Then do that.", { exact: true }).waitFor();
    expect(await spoken.allTextContents()).toEqual(["First do this.", "Then do that."]);

    await page.reload();
    await widget.answer("Then do that.").waitFor();
    expect(await spoken.allTextContents()).toEqual([]);
  });

  it("[U19] on a phone: the panel fills the screen and the page behind is out of reach", async () => {
    const page = await stage().visit(PHONE);
    const widget = widgetOn(page);
    await widget.launcher.click();
    await widget.panel.waitFor();
    expect(await widget.root.locator("dialog:modal").count()).toBe(1);
    await widget.panel.evaluate((panel) => Promise.all(panel.getAnimations().map(({ finished }) => finished)));
    expect(await widget.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });

    await widget.button("Close the chat").first().click();
    await widget.panel.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Ask it something" }).click();
    await widget.panel.waitFor();
  });

  it.each([
    ["on a desktop", {}, ""],
    ["in the dark", { colorScheme: "dark" as const }, ""],
    ["on a phone", PHONE, ""],
    ["from right to left", {}, 'data-language="ar"'],
    ["at 200 % zoom", { viewport: { width: 640, height: 400 } }, ""],
    ["in a bright yellow", { colorScheme: "light" as const }, 'data-accent="#ffe14d"'],
  ])("[U18] %s axe finds nothing", async (_title, options, attributes) => {
    const page = await stage().visit(
      { ...options, reducedMotion: "reduce" },
      attributes ? stage().embed(attributes) : undefined,
    );
    const widget = widgetOn(page);
    expect(await violations(page)).toEqual([]);

    await widget.launcher.click();
    await widget.panel.waitFor();
    expect(await violations(page)).toEqual([]);

    const field = widget.root.locator(".composer textarea");
    await field.fill("Show me everything");
    await field.press("Enter");
    (await stage().script.next()).end({ text: RICH, citations: [citation] });
    await widget.root.locator(".marker").click();
    await widget.root.locator(".thumb.down").click();
    await widget.root.locator(".comment").waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

/** The accessible name of what has the focus, inside the widget too. */
function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    return element?.getAttribute("aria-label") ?? element?.textContent;
  });
}

async function tabTo(page: Page, name: string, key: string): Promise<void> {
  for (let presses = 0; presses < 20; presses += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press(key);
  }
  expect(await focused(page)).toBe(name);
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations: found } = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] })",
  )) as AxeResults;
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")} ${failureSummary}`),
  );
}
