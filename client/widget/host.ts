import { accentColours } from "./accent.ts";
import type { Language } from "./languages/phrases.ts";
import type { WidgetSettings } from "./settings.ts";
import controls from "./style/controls.css?inline";
import messages from "./style/messages.css?inline";
import panel from "./style/panel.css?inline";
import preferences from "./style/preferences.css?inline";
import prose from "./style/prose.css?inline";
import tokens from "./style/tokens.css?inline";

const DEFAULT_ACCENT = "#0b6e5f";

/**
 * The element that the widget lives in. Its shadow root keeps the page's styles out and ours in; constructed style
 * sheets and CSSOM need no `unsafe-inline` in the page's Content-Security-Policy.
 */
export function createHost(settings: WidgetSettings, language: Language): { host: HTMLElement; root: ShadowRoot } {
  const host = document.createElement("switchboard-chat");
  host.lang = language.code;
  host.dir = language.direction;
  host.dataset.position = settings.position;
  followTheme(host, settings.theme);
  followVisibleArea(host);

  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [
    tokens,
    accentRule(settings.accent ?? DEFAULT_ACCENT),
    panel,
    messages,
    prose,
    controls,
    preferences,
  ].map(styleSheet);
  return { host, root };
}

function styleSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

function accentRule(accent: string): string {
  const { fill, onFill, inkOnLight, inkOnDark } = accentColours(accent);
  return `:host{--accent:${fill};--on-accent:${onFill};--accent-ink:${inkOnLight}}:host([data-theme=dark]){--accent-ink:${inkOnDark}}`;
}

function followTheme(host: HTMLElement, theme: WidgetSettings["theme"]): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    host.dataset.theme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
  };
  follow();
  if (theme === "auto") dark.addEventListener("change", follow);
}

/** A phone's keyboard covers the page without resizing it; the visual viewport is what is left to see. */
function followVisibleArea(host: HTMLElement): void {
  const area = window.visualViewport;
  if (!area) return;
  const follow = () => {
    host.style.setProperty("--visible-height", `${area.height}px`);
    host.style.setProperty("--visible-top", `${area.offsetTop}px`);
  };
  follow();
  area.addEventListener("resize", follow);
  area.addEventListener("scroll", follow);
}
