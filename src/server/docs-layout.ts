import type { ListedPage } from "../ingest/page-list.ts";
import type { RenderedPage } from "../ingest/render-page.ts";

/** What every page of the documentation needs. `base` is where the router is mounted, without a slash at the end. */
type Frame = { base: string; productName: string };

/** A menu longer than this helps nobody; the folder's own page lists all. */
const MENU_LIMIT = 150;

type PageLayout = Frame & { path: string; pages: readonly ListedPage[]; page: RenderedPage };

/** A whole HTML document: menu of the folder, the page, what stands on it, and the pages before and after. */
export function pageLayout({ path, pages, page, ...frame }: PageLayout): string {
  const index = pages.findIndex((listed) => listed.path === path);
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const neighbours = pages.filter((listed) => listed.path.slice(0, listed.path.lastIndexOf("/") + 1) === folder);
  return document(
    frame,
    page.title,
    `<nav class="menu" aria-label="Pages">${crumbs(frame, folder)}${list(frame, neighbours.slice(0, MENU_LIMIT), path)}</nav>
<main id="main"><article>${page.html}</article>${turns(frame, pages[index - 1], pages[index + 1])}</main>
${contents(page)}`,
  );
}

type FolderLayout = Frame & { folder: string; pages: readonly ListedPage[] };

/** Folders first, then the pages that stand directly in this one. */
export function folderLayout({ folder, pages, ...frame }: FolderLayout): string {
  const counts = new Map<string, number>();
  const own: ListedPage[] = [];
  for (const page of pages) {
    const rest = page.path.slice(folder.length);
    const end = rest.indexOf("/");
    if (end === -1) own.push(page);
    else counts.set(rest.slice(0, end + 1), (counts.get(rest.slice(0, end + 1)) ?? 0) + 1);
  }
  const folders = [...counts].map(
    ([name, count]) => `<li><a href="${link(frame, folder + name)}">${escapeHtml(name)}</a> <span>${count}</span></li>`,
  );
  const title = folder === "" ? `${frame.productName} documentation` : folder;
  const none = pages.length === 0 ? "<p>Nothing has been ingested yet.</p>" : "";
  const folderList = folders.length > 0 ? `<ul class="folders">${folders.join("")}</ul>` : "";
  return document(
    frame,
    title,
    `<main id="main" class="wide">${crumbs(frame, folder)}<h1>${escapeHtml(title)}</h1>${none}${folderList}${list(frame, own)}</main>`,
  );
}

/** A page that says one thing, such as that there is no such page. */
export function messageLayout({ title, message, ...frame }: Frame & { title: string; message: string }): string {
  return document(
    frame,
    title,
    `<main id="main" class="wide"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(message)}</p>
<p><a href="${frame.base}/">All pages</a></p></main>`,
  );
}

/** Of a page or folder, for the address bar. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function document({ base, productName }: Frame, title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · ${escapeHtml(productName)}</title>
<link rel="stylesheet" href="${base}/docs.css">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><a class="brand" href="/">${escapeHtml(productName)}</a><a href="${base}/">Documentation</a></header>
<div class="columns">
${body}
</div>
</body>
</html>
`;
}

function crumbs(frame: Frame, folder: string): string {
  const names = folder.split("/").slice(0, -1);
  const links = names.map(
    (name, index) => `<a href="${link(frame, `${names.slice(0, index + 1).join("/")}/`)}">${escapeHtml(name)}</a>`,
  );
  return links.length === 0
    ? ""
    : `<p class="crumbs">${[`<a href="${frame.base}/">All pages</a>`, ...links].join(" / ")}</p>`;
}

function list(frame: Frame, pages: readonly ListedPage[], current?: string): string {
  if (pages.length === 0) return "";
  const items = pages.map(({ path, title }) => {
    const here = path === current ? ' aria-current="page"' : "";
    return `<li><a href="${link(frame, path)}"${here}>${escapeHtml(title)}</a></li>`;
  });
  return `<ul>${items.join("")}</ul>`;
}

function turns(frame: Frame, before: ListedPage | undefined, after: ListedPage | undefined): string {
  const previous = before
    ? `<a rel="prev" href="${link(frame, before.path)}">${escapeHtml(before.title)}</a>`
    : "<span></span>";
  const next = after ? `<a rel="next" href="${link(frame, after.path)}">${escapeHtml(after.title)}</a>` : "";
  return `<nav class="turns" aria-label="Previous and next page">${previous}${next}</nav>`;
}

function contents({ contents }: RenderedPage): string {
  if (contents.length < 2) return "";
  const items = contents.map(
    ({ anchor, text }) => `<li><a href="#${encodeURIComponent(anchor)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="On this page"><h2>On this page</h2><ul>${items.join("")}</ul></nav>`;
}

function link({ base }: Frame, path: string): string {
  return `${base}/${encodePath(path)}`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
