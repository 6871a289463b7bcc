import type { Page } from "playwright-core";
import { PASSWORD } from "../support/staff-server.ts";

/** The console on a page, by the names that staff see or hear. */
export function consoleOn(page: Page) {
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
  const inbox = page.getByRole("region", { name: "Conversations" });

  return {
    button,
    link: (name: string | RegExp) => page.getByRole("link", { name }),
    /** A conversation's line in the list. */
    line: (text: string | RegExp) => inbox.getByRole("link").filter({ hasText: text }),
    log: page.getByRole("log", { name: "Messages" }),
    reply: page.getByRole("textbox", { name: "Reply" }),
    note: page.getByRole("textbox", { name: "Note" }),
    draft: page.getByRole("region", { name: "The bot's draft" }),
    details: page.getByRole("complementary"),
    async signIn(email: string, password = PASSWORD) {
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password").fill(password);
      await button("Sign in").click();
    },
    async goTo(address: string) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, address);
    },
  };
}

/** How far the page as a whole scrolls, in CSS pixels. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.scrollingElement!.scrollHeight - innerHeight));
}
