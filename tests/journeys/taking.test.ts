import type { Page } from "playwright-core";
import type { Visitor } from "../support/visitor.ts";
import { consoleOn } from "./console-page.ts";
import { addressOf, consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";

const GREETING = "hello, let me see";

consoleJourneys("who takes a conversation and begins to write", (stage) => {
  async function beforeTakeover() {
    const ana = await stage().office.hire("owner", "Ana");
    const customer = await stage().answered("Where is my parcel?", "On its way.");
    await customer.send("request-human", {});
    await customer.next("message");
    const page = await stage().enter(ana, addressOf(customer, "waiting"));
    const desk = consoleOn(page);
    await desk.button("Take over").waitFor();
    return { customer, page, desk };
  }

  it("[B29] by the button writes into the reply box at once", async () => {
    const { customer, page, desk } = await beforeTakeover();
    await desk.button("Take over").click();
    await page.keyboard.type(GREETING);
    await desk.button("Hand back").waitFor();
    await page.keyboard.press("Enter");
    expect(await customer.next("message")).toMatchObject({ author: "staff", text: GREETING });
    await desk.button("Hand back").waitFor();
  });

  it("[B29] by the key loses no letter while the server has not answered, and sends nothing before", async () => {
    const { customer, page, desk } = await beforeTakeover();
    const release = await holdServer(page, customer);
    await page.keyboard.press("t");
    await page.keyboard.type(GREETING);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.keyboard.press("e");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await desk.reply.inputValue()).toBe(GREETING);

    release();
    await desk.button("Hand back").waitFor();
    await desk.reply.press("Enter");
    expect(await customer.next("message")).toMatchObject({ author: "staff", text: GREETING });
  });

  it("[B29] loses the reply box where a colleague was first, and keeps what was written", async () => {
    const { customer, page, desk } = await beforeTakeover();
    const ben = await stage().office.hire("agent", "Ben");
    const release = await holdServer(page, customer);
    await ben.send("take-over", { conversationId: customer.session().conversationId });
    await page.keyboard.press("t");
    await page.keyboard.type("hello");
    release();
    await desk.button("Reassign …").waitFor();
    expect(await desk.reply.isDisabled()).toBe(true);
    expect(await desk.reply.inputValue()).toBe("hello");
  });

  it("[B30] stays at the end of it above the bot's draft, and is led back to it by the row below and by a reply", async () => {
    const { customer, desk } = await beforeTakeover();
    await desk.button("Take over").click();
    await desk.reply.fill("A long reply. ".repeat(400));
    await desk.reply.press("Enter");
    await customer.ask("And if it is lost?");
    (await stage().bot.next()).end({ text: "A lost parcel is paid for. ".repeat(30) });
    await desk.draft.getByText("A lost parcel").waitFor();
    await desk.log.evaluate(untilAtEnd);
    const newest = desk.button("Newest message");
    expect(await newest.count()).toBe(0);

    await desk.log.evaluate((log) => log.scrollTo(0, 0));
    await newest.click();
    await newest.waitFor({ state: "detached" });
    await desk.log.evaluate(untilAtEnd);
    await desk.log.evaluate((log) => log.scrollTo(0, 0));
    await newest.waitFor();
    await desk.reply.fill("It is paid for.");
    await desk.reply.press("Enter");
    await newest.waitFor({ state: "detached" });
    await desk.log.evaluate(untilAtEnd);
  });

  it("[B29] closes by the key only once asked", async () => {
    const { customer, page, desk } = await beforeTakeover();
    await page.keyboard.type("e see");
    const dialog = page.getByRole("dialog", { name: "Close this conversation?" });
    await dialog.getByRole("button", { name: "Leave it open" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.keyboard.press("e");
    await dialog.getByRole("button", { name: "Close it" }).click();
    await desk.button("Close").first().waitFor({ state: "detached" });
    expect([await customer.next("owner"), await customer.next("owner")]).toMatchObject([
      { owner: "queued" },
      { owner: "closed" },
    ]);
  });

  it("[B32] is asked with the focus on the way out in words, and finds a cross that is named Cancel", async () => {
    const { page } = await beforeTakeover();
    await page.keyboard.press("e");
    const closing = page.getByRole("dialog", { name: "Close this conversation?" });
    await closing.waitFor();
    expect(await focused(page)).toBe("Leave it open");
    expect(await closing.getByRole("button", { name: "Cancel", exact: true }).count()).toBe(1);
    await page.keyboard.press("Enter");
    await closing.waitFor({ state: "detached" });

    await page.keyboard.press("z");
    const snoozing = page.getByRole("dialog", { name: "Snooze until" });
    await snoozing.waitFor();
    expect(await focused(page)).toBe(await snoozing.locator(".inside button").first().textContent());
    await snoozing.getByRole("button", { name: "Cancel", exact: true }).click();
    await snoozing.waitFor({ state: "detached" });

    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await sheet.getByRole("button", { name: "Close", exact: true }).click();
    await sheet.waitFor({ state: "detached" });
  });
});

function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.textContent ?? null);
}

async function untilAtEnd(log: Element): Promise<void> {
  while (log.scrollHeight - log.scrollTop - log.clientHeight > 1) await new Promise(requestAnimationFrame);
}

/** From now on the page hears nothing of the server until it is released. */
async function holdServer(page: Page, customer: Visitor): Promise<() => void> {
  let held: (() => void)[] | null = null;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      const pass = () => socket.send(message);
      if (held) held.push(pass);
      else pass();
    });
  });
  await page.reload();
  const desk = consoleOn(page);
  await desk.button("Take over").waitFor();
  // What comes by the wire says that there is one.
  await customer.ask("Is anybody there?");
  await desk.log.getByText("Is anybody there?").waitFor();
  held = [];
  return () => {
    for (const pass of held ?? []) pass();
    held = null;
  };
}
