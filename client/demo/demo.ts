/** The demo page's few moving parts. The widget may still be loading when this runs, so it is looked up when needed. */

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-open]")) {
  button.addEventListener("click", () => window.Switchboard?.open());
}

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-ask]")) {
  button.addEventListener("click", () => window.Switchboard?.ask(button.textContent ?? ""));
}

showSnippet(new URL("widget.js", location.href).href);

/** The snippet names the address that this page was loaded from: it works as copied. */
function showSnippet(widget: string): void {
  const snippet = `<script\n  src="${widget}"\n  async\n  data-title="Help"\n  data-greeting="Hello! How can we help?"\n  data-accent="#0b6e5f"\n></script>`;
  const shown = document.querySelector<HTMLElement>("#snippet");
  const copied = document.querySelector<HTMLElement>("#copied");
  const copy = document.querySelector<HTMLButtonElement>("[data-copy]");
  if (!shown || !copied || !copy) return;

  shown.textContent = snippet;
  // Browsers offer the clipboard to secure pages only.
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(snippet);
    copy.textContent = "Copied";
    copied.textContent = "The snippet is on the clipboard.";
  });
}
