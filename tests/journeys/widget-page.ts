import type { Locator, Page } from "playwright-core";

/** The widget on a page, by the names that a customer sees or hears. */
export function widgetOn(page: Page) {
  const root = page.locator("switchboard-chat");
  const button = (name: string | RegExp) => root.getByRole("button", { name });
  const field = root.getByRole("textbox", { name: "Ask a question …" });

  return {
    root,
    button,
    field,
    launcher: root.locator(".launcher"),
    panel: root.getByRole("dialog"),
    /** Everything said so far, oldest first. */
    messages: root.locator(".log > ol > li:not(.thinking)"),
    answer: (text: string | RegExp): Locator => root.locator(".answer").filter({ hasText: text }),
    open: () => button("Open the chat").click(),
    async ask(text: string) {
      await field.fill(text);
      await field.press("Enter");
    },
    /** Once this resolves, the server has the message. */
    sent: (text: string) => root.locator(".customer:not(.unsent) .bubble", { hasText: text }).waitFor(),
  };
}
