import { passage } from "../support/passage.ts";
import { consoleJourneys } from "./console-stage.ts";
import { expect, it } from "./stage.ts";
import { widgetOn } from "./widget-page.ts";

const RETURNS = passage({ path: "returns.md", anchor: "how-long", text: "You can return a bicycle within 30 days." });

consoleJourneys(
  "what staff cite, in the customer's widget",
  (stage) => {
    it("[U31] unfolds the source of a reply from its marker", async () => {
      const { office, bot, visit } = stage();
      const ana = await office.hire("owner", "Ana");
      const widget = widgetOn(await visit({}, office.url));
      await widget.open();
      await widget.ask("How long can I return it?");
      (await bot.next()).end({ text: "I do not know." });
      await widget.answer("I do not know.").waitFor();

      const { conversationId } = (await ana.next("inbox")) as { conversationId: string };
      await ana.send("take-over", { conversationId });
      const source = { title: "Returns", heading: "How long?", quote: "within 30 days", source: "/docs/returns.md" };
      const citation = { marker: 1, path: "returns.md", anchor: "how-long", ...source };
      const reply = { conversationId, clientMessageId: "one", text: "A month [1].", citations: [citation] };
      expect(await ana.send("reply", reply)).toMatchObject({ ok: true });

      await widget.button("Source 1: Returns").click();
      await widget.root.getByText("within 30 days").waitFor();
    });
  },
  { knowledge: [RETURNS] },
);
