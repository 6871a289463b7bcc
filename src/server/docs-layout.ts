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

/** The pages that stand directly in the folder, then its folders: with their pages, or counted where there are many. */
export function folderLayout({ folder, pages, ...frame }: FolderLayout): string {
  const own = pages.filter(({ path }) => !path.slice(folder.length).includes("/"));
  const below = foldersBelow(folder, pages);
  const title = folder === "" ? `${frame.productName} documentation` : labelOf(folder);
  const none = pages.length === 0 ? "<p>Nothing has been ingested yet.</p>" : "";
  const folders = pages.length <= MENU_LIMIT ? openFolders(frame, folder, below) : countedFolders(frame, folder, below);
  return document(
    frame,
    title,
    `<main id="main" class="wide">${crumbs(frame, folder)}<h1>${escapeHtml(title)}</h1>${none}${list(frame, own)}${folders}</main>`,
  );
}

function foldersBelow(folder: string, pages: readonly ListedPage[]): Map<string, ListedPage[]> {
  const below = new Map<string, ListedPage[]>();
  for (const page of pages) {
    const end = page.path.indexOf("/", folder.length);
    if (end === -1) continue;
    const name = page.path.slice(folder.length, end + 1);
    const inside = below.get(name) ?? [];
    inside.push(page);
    below.set(name, inside);
  }
  return below;
}

function openFolders(frame: Frame, folder: string, below: Map<string, ListedPage[]>): string {
  const sections = [...below].map(
    ([name, pages]) =>
      `<section><h2><a href="${link(frame, folder + name)}">${escapeHtml(labelOf(name))}</a></h2>${list(frame, pages)}</section>`,
  );
  return sections.length === 0 ? "" : `<div class="folders">${sections.join("")}</div>`;
}

function countedFolders(frame: Frame, folder: string, below: Map<string, ListedPage[]>): string {
  const items = [...below].map(
    ([name, { length }]) =>
      `<li><a href="${link(frame, folder + name)}">${escapeHtml(labelOf(name))}</a> <span>${length}</span></li>`,
  );
  return items.length === 0 ? "" : `<ul class="counted">${items.join("")}</ul>`;
}

/** "guides/getting-started/" → "Getting started". */
function labelOf(folder: string): string {
  const name = folder.split("/").at(-2)!.replace(/[-_]+/g, " ");
  return name.charAt(0).toUpperCase() + name.slice(1);
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

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
