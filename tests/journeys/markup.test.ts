import { consoleOn } from "./console-page.ts";
import { addressOf, consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";

const MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>";

consoleJourneys("markup that somebody writes", (stage) => {
  it("[B5] in messages, names, labels, notes and canned replies is shown as text", async () => {
    const ana = await stage().office.hire("owner", "<b>Ana</b>");
    const customer = await stage().answered(MARKUP, `Told **${MARKUP}**`);
    const { conversationId } = customer.session();
    await ana.send("take-over", { conversationId });
    await ana.send("note", { conversationId, text: MARKUP });
    await ana.send("label", { conversationId, labels: ["<i>late</i>"] });
    await ana.call("PUT", "/canned-replies/hello", { text: MARKUP });
    const page = await stage().enter(ana, addressOf(customer));
    const desk = consoleOn(page);

    await desk.log.getByText(MARKUP).nth(2).waitFor();
    await desk.line("<i>late</i>").waitFor();
    await page.getByTitle("<b>Ana</b>").waitFor();
    await desk.reply.fill("/hel");
    await page.getByRole("option").getByText(MARKUP).waitFor();
    await desk.reply.press("Enter");
    expect(await desk.reply.inputValue()).toBe(MARKUP);
    await desk.reply.press("Enter");
    await desk.log.getByText(MARKUP).nth(3).waitFor();
    expect(await page.locator(INJECTED).count()).toBe(0);
  });

  it("[B5] in names of views, colleagues and in what a search finds is shown as text", async () => {
    const ana = await stage().office.hire("owner", "<b>Ana</b>");
    await stage().answered(`parcel ${MARKUP}`, "On its way.");
    await ana.call("POST", "/views", { name: MARKUP, filters: { text: "parcel" } });
    await ana.call("PUT", "/canned-replies/hello", { text: MARKUP });
    const page = await stage().enter(ana, "search?text=parcel");
    const desk = consoleOn(page);
    await page.getByText("Saved views").click();
    await page.getByRole("link", { name: MARKUP, exact: true }).waitFor();
    await page
      .getByRole("link", { name: /onerror/ })
      .nth(1)
      .waitFor();
    expect(await page.locator(INJECTED).count()).toBe(0);

    for (const [route, text] of [
      ["people", "<b>Ana</b>"],
      ["audit", "<b>Ana</b>"],
      ["account", MARKUP],
    ] as const) {
      await desk.goTo(`#/${route}`);
      await page.getByRole("main").getByText(text).first().waitFor();
      expect([route, await page.locator(INJECTED).count()]).toEqual([route, 0]);
    }
  });
});

/** What the markup would have become. */
const INJECTED = ".view :is(img, script, i, b b)";
