import { expect, it, journeys } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

journeys("the widget on another site, under a strict content policy", (stage) => {
  it("[U22] works without a single exception to the policy", async () => {
    const page = await stage().visit({}, stage().embed('data-title="Shop help" data-greeting="Welcome!"'));
    const widget = widgetOn(page);
    await widget.open();
    await widget.root.getByRole("heading", { name: "Shop help" }).waitFor();
    await widget.root.getByText("Welcome!").waitFor();
    await widget.ask("Do you ship?");

    (await stage().script.next()).end({ text: "We do." });
    await widget.answer("We do.").waitFor();
    expect(await widget.panel.evaluate((panel) => getComputedStyle(panel).position)).toBe("fixed");
  });

  it("[U1] leaves the page as it is: one element, one name", async () => {
    const page = await stage().visit({}, stage().embed(""));

    expect(await page.evaluate(() => [...document.body.children].map(({ tagName }) => tagName))).toEqual([
      "MAIN",
      "SWITCHBOARD-CHAT",
    ]);
    expect(await page.evaluate(() => Object.keys(window).filter((name) => /switch|preact/i.test(name)))).toEqual([
      "Switchboard",
    ]);
  });

  it("[U20] speaks Arabic, from right to left", async () => {
    const page = await stage().visit({}, stage().embed('data-language="ar" data-greeting="What now?"'));
    const root = page.locator("switchboard-chat");
    await root.getByRole("button", { name: "فتح المحادثة" }).click();
    await root.getByRole("heading", { name: "المساعدة" }).waitFor();

    expect(await root.locator(".head").evaluate((head) => getComputedStyle(head).direction)).toBe("rtl");
    const greeting = root.getByText("What now?");
    expect(await greeting.evaluate((words) => getComputedStyle(words).direction)).toBe("ltr");
    const logo = await root.locator(".logo").boundingBox();
    const close = await root.locator(".head button").boundingBox();
    expect(logo!.x).toBeGreaterThan(close!.x);
  });

  it("[U21] takes colour and side from its attributes", async () => {
    const page = await stage().visit({}, stage().embed('data-accent="#ffe14d" data-position="left" data-theme="dark"'));
    const widget = widgetOn(page);

    expect(await widget.launcher.evaluate((button) => getComputedStyle(button).backgroundColor)).toBe(
      "rgb(255, 225, 77)",
    );
    expect(await widget.launcher.evaluate((button) => getComputedStyle(button).color)).toBe("rgb(0, 0, 0)");
    expect((await widget.launcher.boundingBox())!.x).toBe(24);
    await widget.open();
    expect(await widget.panel.evaluate((panel) => getComputedStyle(panel).backgroundColor)).toBe("rgb(22, 25, 27)");
  });
});
