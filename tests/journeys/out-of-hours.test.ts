import { consoleOn } from "./console-page.ts";
import { consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

consoleJourneys("asking for a person when nobody is there", (stage) => {
  it("[U32] the customer leaves an e-mail address, after a slip, and staff find it beside the conversation", async () => {
    const { office } = stage();
    const ana = await office.hire("owner", "Ana");
    // Her session stays, so that there are staff; nobody watches.
    ana.socket.disconnect();
    const page = await stage().open(office.url);
    const widget = widgetOn(page);
    await widget.open();
    await widget.button("Talk to a person").click();
    const address = page.getByRole("textbox", { name: "Your e-mail address" });
    await page.getByText("We use it only to answer this request.").waitFor();

    await address.fill("ana@localhost");
    await page.getByRole("button", { name: "Leave the address" }).click();
    await page.getByText("That is no e-mail address.").waitFor();
    await address.fill("ana@example.com");
    await page.getByRole("button", { name: "Leave the address" }).click();
    await widget.messages.getByText("they will write to the e-mail address that you left").waitFor();
    expect(await address.count()).toBe(0);
    await page.reload();
    await widget.messages.getByText("they will write to the e-mail address that you left").waitFor();
    expect(await address.count()).toBe(0);

    const desk = await stage().enter(ana, "inbox/waiting");
    await consoleOn(desk)
      .line(/ana@example.com/)
      .click();
    expect(await desk.getByRole("link", { name: "ana@example.com", exact: true }).getAttribute("href")).toBe(
      "mailto:ana@example.com",
    );
  });

  it("[T52] the notice is in the widget's language, though nothing was written", async () => {
    const { office } = stage();
    (await office.hire("owner", "Ana")).socket.disconnect();
    const page = await stage().open(office.url);
    await page.route(`${office.url}/`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('lang="en"', 'lang="de"') });
    });
    await page.reload();
    const widget = widgetOn(page);
    await widget.launcher.click();
    await widget.button("Mit einem Menschen sprechen").click();
    await widget.messages.getByText("Aus unserem Team ist gerade niemand da.").waitFor();
  });

  it("[U25][U32][U35] on a phone: no text is covered, no row stands empty, and the form stands in one line", async () => {
    const { office, bot } = stage();
    const ana = await office.hire("owner", "Ana");
    ana.socket.disconnect();
    const page = await stage().open(office.url, { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });
    const widget = widgetOn(page);
    await widget.launcher.click();
    await widget.ask("Where is my parcel?");
    const answer = await bot.next();
    answer.say("Here. ".repeat(600));
    answer.end();
    await widget.button("This helped").waitFor();
    await widget.root.locator(".log").evaluate((log) => log.scrollTo(0, 0));

    await widget.button("Newest message").waitFor();
    const [log, latest, field] = await boxes(".log", ".latest", ".field");
    expect(latest!.y).toBeGreaterThanOrEqual(log!.y + log!.height);
    expect(field!.y).toBeGreaterThanOrEqual(latest!.y + latest!.height);
    await widget.button("Newest message").click();
    await widget.button("Newest message").waitFor({ state: "detached" });

    await widget.button("Talk to a person").click();
    await widget.button("Leave the address").waitFor();
    const [panel, below, input, consent, send] = await boxes(
      ".panel",
      ".field",
      ".comment input",
      ".comment p",
      ".comment button",
    );
    expect(panel!.height - below!.y - below!.height).toBeLessThanOrEqual(16);
    expect([consent!.x, send!.x]).toEqual([input!.x, input!.x]);

    function boxes(...selectors: string[]) {
      return Promise.all(selectors.map((selector) => widget.root.locator(selector).boundingBox()));
    }
  });
});
