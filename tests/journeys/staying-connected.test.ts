import { expect, it, journeys } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

journeys("a conversation outlives", (stage) => {
  it("[U9] a reload in the middle of an answer", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("How does it go on?");
    const answer = await stage().script.next();
    answer.say("The first half");
    await widget.answer("The first half").waitFor();

    await page.reload();
    await widget.answer("The first half").waitFor();
    answer.say(" and the second.");
    answer.end();
    await widget.answer("The first half and the second.").waitFor();
    expect(await widget.messages.count()).toBe(2);
  });

  it("[U10] a restart of the server in the middle of an answer", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("How does it go on?");
    (await stage().script.next()).say("Half of a first try");
    await widget.answer("Half of a first try").waitFor();

    await stage().restart();
    const again = await stage().script.next();
    again.say("Second try, whole.");
    again.end();
    await widget.answer("Second try, whole.").waitFor();
    expect(await widget.messages.count()).toBe(2);
    expect(await widget.root.getByText("Half of a first try").count()).toBe(0);
  });

  it("[U14] a server that is away for a while", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.root.getByText("Answers from the documentation").waitFor();
    await stage().server.server.close();
    await widget.root.locator(".status", { hasText: "No connection" }).waitFor();
    await widget.ask("Are you back?");
    await widget.root.getByText(/Not sent yet/).waitFor();

    await stage().restart();
    (await stage().script.next()).end({ text: "Yes." });
    await widget.answer("Yes.").waitFor();
    expect(await widget.messages.count()).toBe(2);
  });

  it("[U7] a lost network: what was written meanwhile is sent once when it is back, also over a reload", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.root.getByText("Answers from the documentation").waitFor();
    await page.context().setOffline(true);
    await widget.root.locator(".status", { hasText: "No connection" }).waitFor();
    await widget.ask("Written on a train");
    await widget.root.getByText(/Not sent yet/).waitFor();

    await page.context().setOffline(false);
    await page.reload();
    const answer = await stage().script.next();
    expect(answer.question.text).toBe("Written on a train");
    answer.end({ text: "Arrived." });
    await widget.answer("Arrived.").waitFor();
    expect(stage().script.calls()).toBe(1);
    expect(await widget.messages.count()).toBe(2);
  });

  it("[U14] a lost network without a reload", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("Still there?");
    const answer = await stage().script.next();
    await widget.sent("Still there?");
    await page.context().setOffline(true);
    await widget.root.locator(".status", { hasText: "No connection" }).waitFor();
    answer.end({ text: "Said while nobody heard it." });

    await page.context().setOffline(false);
    await widget.answer("Said while nobody heard it.").waitFor();
  });

  it("[U11] the tab it began in: a second one shows the same, both ways", async () => {
    const page = await stage().visit();
    const first = widgetOn(page);
    await first.open();
    await first.ask("From the first tab?");
    await first.sent("From the first tab?");

    const other = await page.context().newPage();
    await other.goto(stage().server.url);
    const second = widgetOn(other);
    await second.open();
    await second.sent("From the first tab?");
    const answer = await stage().script.next();
    answer.say("Both ");
    await second.answer("Both").waitFor();
    answer.end({ text: "Both hear it." });
    await first.answer("Both hear it.").waitFor();
    await second.answer("Both hear it.").waitFor();

    await second.ask("And from the second?");
    await first.sent("And from the second?");
    (await stage().script.next()).end({ text: "As well." });
    await first.answer("As well.").waitFor();
    expect(await first.messages.count()).toBe(4);
    expect(await second.messages.count()).toBe(4);
  });

  it("[U12] a token that is no longer good: a new conversation begins", async () => {
    const page = await stage().visit();
    const widget = widgetOn(page);
    const key = `switchboard:${stage().server.url}:token`;
    await page.evaluate((name) => localStorage.setItem(name, "forged"), key);
    await page.reload();
    await widget.open();
    await widget.ask("Do you know me?");

    (await stage().script.next()).end({ text: "Not yet." });
    await widget.answer("Not yet.").waitFor();
  });

  it("[U27] a browser that forbids storage, until the page is left", async () => {
    const page = await stage().visit();
    await page.addInitScript(() => {
      const forbidden = {
        get: () => {
          throw new DOMException("denied", "SecurityError");
        },
      };
      Object.defineProperty(window, "localStorage", forbidden);
      Object.defineProperty(window, "sessionStorage", forbidden);
    });
    await page.reload();
    const widget = widgetOn(page);
    await widget.open();
    await widget.ask("Does it work?");

    (await stage().script.next()).end({ text: "It does." });
    await widget.answer("It does.").waitFor();
  });
});
