import { renderPage } from "./render-page.ts";
import { serveParent } from "./serve-parent.ts";

/** The other end of page-renderer.ts. */
serveParent(({ path, markdown }: { path: string; markdown: string }) => renderPage(path, markdown));
