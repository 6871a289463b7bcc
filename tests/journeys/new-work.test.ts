import { consoleOn } from "./console-page.ts";
import { consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";

consoleJourneys("new work, while somebody looks elsewhere", (stage) => {
  it("[B20] is heard and seen once it is switched on, and leads to the conversation", async () => {
    const ana = await stage().office.hire("owner", "Ana");
    const page = await stage().enter(ana, "account", { permissions: ["notifications"] });
    // What the browser would show and play, and a page that is out of sight.
    await page.evaluate(() => {
      const shown: Notification[] = [];
      const played: string[] = [];
      class Shown {
        static readonly permission = "granted";
        static requestPermission = async () => "granted";
        onclick: (() => void) | null = null;
        constructor(readonly title: string) {
          shown.push(this as unknown as Notification);
        }
      }
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (when) {
        played.push("tone");
        start.call(this, when);
      };
      Object.assign(globalThis, { Notification: Shown, shown, played });
      Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    });
    const told = () =>
      page.evaluate(() => {
        const { shown, played } = globalThis as unknown as { shown: Notification[]; played: string[] };
        return { titles: shown.map(({ title }) => title), tones: played.length };
      });

    const first = await stage().answered("Where is my parcel?", "On its way.");
    await first.send("request-human", {});
    await consoleOn(page)
      .link(/Inbox.*1/)
      .waitFor();
    expect(await told()).toEqual({ titles: [], tones: 0 });

    await page.getByRole("checkbox", { name: /begins to wait for a person/ }).check();
    const second = await stage().answered("Do you <b>hear</b> me?", "Yes.");
    await second.send("request-human", {});
    await consoleOn(page)
      .link(/Inbox.*2/)
      .waitFor();
    expect(await told()).toEqual({ titles: ["A customer is waiting for a person"], tones: 2 });

    await page.evaluate(() =>
      (globalThis as unknown as { shown: Notification[] }).shown[0]!.onclick?.(new Event("click")),
    );
    await consoleOn(page).log.getByText("Do you <b>hear</b> me?").waitFor();
  });
});
