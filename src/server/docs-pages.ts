import { type Request, type Response, Router } from "express";
import type { Documentation } from "../ingest/documentation.ts";
import type { PageRenderer } from "../ingest/page-renderer.ts";
import { encodePath, folderLayout, messageLayout, pageLayout } from "./docs-layout.ts";
import { docsStyle } from "./docs-style.ts";

export type DocsPagesInput = { documentation: Documentation; render: PageRenderer; productName: string };

/** What a link without an ending may mean, tried in this order. */
const ENDINGS = ["", ".md", ".mdx", ".html", "/index.md", "/index.mdx", "/README.md", "/index.html"];

/**
 * The documentation as pages, below wherever it is mounted: `PATH` shows a page, `FOLDER/` lists one, and a link
 * without an ending leads to its page. Only what is in the index is served, by looking the path up in its list.
 */
export function docsPages({ documentation, render, productName }: DocsPagesInput): Router {
  const router = Router();
  router.get("/docs.css", (_request, response) => void response.type("css").send(docsStyle));
  router.get(/.*/, (request, response) => {
    const path = decodedPath(request);
    if (path === undefined) return notFound(request, response);
    const markdown = documentation.markdown(path);
    if (markdown !== undefined) return showPage(request, response, path, markdown);
    if (path === "" || path.endsWith("/")) return showFolder(request, response, path);
    redirectToPage(request, response, path);
  });

  async function showPage(request: Request, response: Response, path: string, markdown: string): Promise<void> {
    const pages = documentation.pages();
    const page = await render(path, markdown);
    if (page) response.type("html").send(pageLayout({ base: request.baseUrl, productName, path, pages, page }));
    else response.status(503).type("text").send("This page takes too long to show.\n");
  }

  function showFolder(request: Request, response: Response, folder: string): void {
    const pages = documentation.pages().filter(({ path }) => path.startsWith(folder));
    if (pages.length === 0 && folder !== "") notFound(request, response);
    else response.type("html").send(folderLayout({ base: request.baseUrl, productName, folder, pages }));
  }

  function redirectToPage(request: Request, response: Response, path: string): void {
    const found = ENDINGS.map((ending) => path + ending).find((candidate) => documentation.markdown(candidate));
    const target =
      found ?? (documentation.pages().some((page) => page.path.startsWith(`${path}/`)) ? `${path}/` : null);
    if (target === null) notFound(request, response);
    else response.redirect(302, `${request.baseUrl}/${encodePath(target)}`);
  }

  function notFound(request: Request, response: Response): void {
    const message = "There is no such page in the documentation.";
    response
      .status(404)
      .type("html")
      .send(messageLayout({ base: request.baseUrl, productName, title: "Page not found", message }));
  }

  return router;
}

function decodedPath(request: Request): string | undefined {
  try {
    return decodeURIComponent(request.path).replace(/^\/+/, "");
  } catch {
    return undefined;
  }
}
