const KEPT_AS = "switchboard-console-theme";
const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export function keptTheme(store: Storage): Theme {
  return THEMES.find((theme) => theme === store.getItem(KEPT_AS)) ?? "system";
}

export function applyTheme(root: HTMLElement, store: Storage): void {
  const theme = keptTheme(store);
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** Goes round: system, light, dark. */
export function nextTheme(root: HTMLElement, store: Storage): Theme {
  const next = THEMES[(THEMES.indexOf(keptTheme(store)) + 1) % THEMES.length]!;
  store.setItem(KEPT_AS, next);
  applyTheme(root, store);
  return next;
}
