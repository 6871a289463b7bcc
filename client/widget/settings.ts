export type WidgetSettings = {
  /** Origin of the server, without a trailing slash. */
  server: string;
  title: string | null;
  greeting: string | null;
  /** Questions offered before the first message. */
  suggestions: string[];
  /** BCP 47, e.g. "de" or "pt-BR". */
  language: string;
  position: "right" | "left";
  theme: "auto" | "light" | "dark";
  /** `#rgb` or `#rrggbb`; null for the product's own. */
  accent: string | null;
};

/**
 * Reads the attributes of the script tag; what is missing or not understood falls back, since a typing mistake in an
 * attribute must not cost the customer the chat.
 *
 * @param attributes the tag's `data-*`, as in `dataset`
 * @param script the address that the script came from: its origin is the server unless `data-server` names another
 * @param pageLanguage the host page's `lang`, else the browser's language
 */
export function readSettings(attributes: DOMStringMap, script: string, pageLanguage: string): WidgetSettings {
  const { server, title, greeting, suggestions, language, position, theme, accent } = attributes;
  return {
    server: new URL(server && URL.canParse(server, script) ? server : script, script).origin,
    title: title?.trim() || null,
    greeting: greeting?.trim() || null,
    suggestions: (suggestions ?? "")
      .split("|")
      .map((one) => one.trim())
      .filter(Boolean),
    language: language?.trim() || pageLanguage,
    position: position === "left" ? "left" : "right",
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    accent: /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(accent ?? "") ? accent! : null,
  };
}
