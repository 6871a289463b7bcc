import { consoleOn } from "./console-page.ts";
import { addressOf, consoleJourneys } from "./console-stage.ts";
import { it } from "./stage.ts";

consoleJourneys("snoozing in the console", (stage) => {
  it("[T35] z puts a conversation to sleep and wakes it; it comes back by itself when the customer writes", async () => {
    const ana = await stage().office.hire("owner", "Ana");
    const customer = await stage().answered("Where is my parcel?", "On its way.");
    await customer.send("request-human", {});
    const page = await stage().enter(ana, addressOf(customer, "waiting"));
    const desk = consoleOn(page);
    await desk.line("Needs a person").waitFor();
    await desk.log.getByText("On its way.").waitFor();

    await page.keyboard.press("z");
    await page.getByRole("dialog", { name: "Snooze until" }).getByRole("button", { name: "Tomorrow morning" }).click();
    await desk.line("Needs a person").waitFor({ state: "detached" });
    await page
      .getByText(/^Asleep until .+9:00/)
      .first()
      .waitFor();
    await page.keyboard.press("z");
    await desk.line("Needs a person").waitFor();

    await page.keyboard.press("z");
    await page.getByLabel("Another time").fill("2099-01-01T10:00");
    await desk.button("Snooze").last().click();
    await page.getByText("Choose a time to come, within a year.").waitFor();
    await page.keyboard.press("z");
    await page.getByRole("button", { name: "In 1 hour" }).click();
    await desk.line("Needs a person").waitFor({ state: "detached" });
    await customer.ask("Hello?");
    await desk.line("Hello?").waitFor();
  });
});
