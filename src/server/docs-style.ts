/** The documentation's stylesheet, served as a file because the content security policy allows no inline style. */
export const docsStyle = `
:root {
  --font: "Inter Variable", ui-sans-serif, system-ui, -apple-system, "Segoe UI", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --paper: #fbfaf6;
  --card: #ffffff;
  --ink: #14201c;
  --muted: #55625d;
  --line: #e4e2d9;
  --accent: #0a6255;
  --soft: #eef3ef;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #111715;
    --card: #19211e;
    --ink: #edf1ee;
    --muted: #a5b0ab;
    --line: #2a3531;
    --accent: #5fd0bb;
    --soft: #1c2623;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 5rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 400 1.0625rem / 1.65 var(--font); -webkit-font-smoothing: antialiased; }
a { color: var(--accent); text-underline-offset: 0.18em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 1rem; top: 1rem; z-index: 2; padding: 0.5rem 1rem; background: var(--card); }
header { position: sticky; top: 0; z-index: 1; display: flex; gap: 1.5rem; align-items: center; padding: 0.9rem clamp(1rem, 4vw, 2.5rem); background: var(--paper); border-bottom: 1px solid var(--line); }
header a { color: var(--muted); text-decoration: none; }
header .brand { color: var(--ink); font-weight: 650; }
.columns { display: grid; grid-template-columns: 16rem minmax(0, 46rem) 14rem; gap: 3rem; justify-content: center; max-width: 90rem; margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 2.5rem) 5rem; }
.wide { grid-column: 1 / -1; width: 100%; max-width: 46rem; margin: 0 auto; }
nav ul, .wide > ul { list-style: none; margin: 0; padding: 0; }
.menu, .contents { position: sticky; top: 5rem; align-self: start; max-height: calc(100vh - 6rem); overflow: auto; font-size: 0.9375rem; }
.menu a, .contents a { display: block; padding: 0.3rem 0.75rem; color: var(--muted); text-decoration: none; border-radius: 8px; }
.menu a:hover, .contents a:hover { color: var(--ink); background: var(--soft); }
.menu [aria-current] { color: var(--accent); background: var(--soft); font-weight: 600; }
.contents h2 { margin: 0 0 0.4rem 0.75rem; font-size: 0.8125rem; letter-spacing: 0.02em; color: var(--muted); }
.crumbs { margin: 0 0 0.75rem; color: var(--muted); font-size: 0.9375rem; }
.menu .crumbs { padding-left: 0.75rem; }
.crumbs a { display: inline; padding: 0; }
.wide > ul:not(.counted) { margin-bottom: 2rem; }
.wide li { padding: 0.2rem 0; }
.wide li a { text-decoration-color: var(--line); }
.wide li a:hover { text-decoration-color: currentColor; }
.folders { columns: 2 18rem; column-gap: 3rem; }
.folders section { break-inside: avoid; margin-bottom: 2rem; }
.folders h2 { margin: 0 0 0.4rem; font-size: 1.125rem; }
.folders h2 a { color: var(--ink); text-decoration: none; }
.folders ul { list-style: none; margin: 0; padding: 0; }
.counted li { display: flex; justify-content: space-between; padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
.counted span { color: var(--muted); font-variant-numeric: tabular-nums; }
h1, h2, h3, h4 { line-height: 1.25; letter-spacing: -0.015em; text-wrap: balance; }
h1 { margin: 0 0 1rem; font-size: 2.125rem; letter-spacing: -0.025em; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.4375rem; }
h3 { margin: 2rem 0 0.5rem; font-size: 1.1875rem; }
:target { background: color-mix(in srgb, var(--accent) 14%, transparent); border-radius: 6px; box-shadow: 0 0 0 6px color-mix(in srgb, var(--accent) 14%, transparent); }
article p, article ul, article ol { margin: 0 0 1rem; }
article li { margin: 0.25rem 0; }
article li > p { margin: 0 0 0.5rem; }
code { font: 0.9em var(--mono); padding: 0.12em 0.35em; background: var(--soft); border-radius: 5px; overflow-wrap: anywhere; }
pre { overflow: auto; margin: 0 0 1.25rem; padding: 1rem 1.15rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; line-height: 1.5; }
td code { overflow-wrap: normal; white-space: nowrap; }
p:empty { display: none; }
pre code { padding: 0; background: none; overflow-wrap: normal; }
blockquote { margin: 0 0 1.25rem; padding: 0.75rem 1.15rem; background: var(--soft); border-left: 3px solid var(--accent); border-radius: 0 10px 10px 0; }
blockquote > :last-child { margin-bottom: 0; }
.scroller { overflow-x: auto; margin: 0 0 1.25rem; }
table { border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.5rem 0.9rem 0.5rem 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--muted); }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
.turns { display: flex; justify-content: space-between; gap: 1rem; margin-top: 3rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
.turns a { text-decoration: none; font-weight: 550; }
.turns [rel="prev"]::before { content: "← "; }
.turns [rel="next"]::after { content: " →"; }
.turns [rel="next"] { text-align: end; }
@media (max-width: 75rem) {
  .columns { grid-template-columns: 14rem minmax(0, 46rem); gap: 2rem; }
  .contents { display: none; }
}
@media (max-width: 52rem) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  .menu { position: static; order: 2; max-height: none; padding-top: 1.5rem; border-top: 1px solid var(--line); }
  h1 { font-size: 1.75rem; }
}
@media print {
  header, .menu, .contents, .turns { display: none; }
  .columns { display: block; }
}
`;
