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
});
