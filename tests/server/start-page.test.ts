import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { startPage } from "../../src/server/start-page.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { type VisitorServer, visitorServer } from "../support/visitor-server.ts";

const folder = temporaryFolder();
const BUILT = `<title>Switchboard · chat</title><meta name="description" content="Self-hosted" /><main>
<a><span data-name>Switchboard</span></a><!-- handbook --><p>Self-hosted</p><!-- /handbook -->
<h1>Every question</h1><p class="lead">Switchboard answers</p><button data-open>Ask it something</button>
<section class="ask"><h2 id="ask-title">Try it on its own handbook</h2><p id="ask-lead">Pick a question, or ask your own.</p>
<ul class="questions">
<li><button type="button" data-ask>How do I install it?</button></li>
</ul></section><!-- handbook --><section class="how">
npm run ingest</section><!-- /handbook --></main>
<script src="widget.js" data-title="Switchboard" data-suggestions="How do I install it? | And then?"></script>`;

let server: VisitorServer;
afterEach(() => server.close());

async function shown(suggestions: () => Promise<readonly string[] | null>, name = "Spoke & Wheel"): Promise<string> {
  const clientDir = mkdtempSync(join(folder, "client-"));
  writeFileSync(join(clientDir, "index.html"), BUILT);
  server = await visitorServer({ startPage: startPage({ clientDir, suggestions, name }) }, { clientDir });
  const page = await (await fetch(`${server.url}/`)).text();
  expect(await (await fetch(`${server.url}/index.html`)).text()).toBe(page);
  return page;
}

describe("the start page", () => {
  it("[A31] asks the questions of the documentation that serves, as text", async () => {
    const html = await shown(async () => ["What's $& <b>new</b>?", 'Is "this" safe?', "Three?", "Four?"]);

    expect(html).toContain('<button type="button" data-ask>What&#39;s $&#38; &#60;b&#62;new&#60;/b&#62;?</button>');
    expect(html.match(/data-suggestions="([^"]*)"/)?.[1]?.split(" | ")).toHaveLength(3);
    expect(html).toContain('data-title="Spoke &#38; Wheel"');
    expect(html).toContain("<title>Spoke &#38; Wheel</title>");
    expect(html).toContain("<h1>How can we help?</h1>");
    expect(html).not.toMatch(/install|handbook|npm|Self-hosted|Switchboard|<b>/);
  });

  it("[A31] asks none where none is answered, or the index cannot be read", async () => {
    for (const none of [async () => [], () => Promise.reject(new Error("damaged"))]) {
      const html = await shown(none);
      expect(html).toContain('data-suggestions=""');
      expect(html).not.toMatch(/data-ask|install|Pick/);
      await server.close();
    }
  });

  it("[A31] keeps its own over the handbook", async () => {
    expect(await shown(async () => null, "Switchboard")).toBe(BUILT);
    await server.close();
    const named = BUILT.replace('data-title="Switchboard"', 'data-title="Spoke &#38; Wheel"');
    expect(await shown(async () => null)).toBe(named);
  });
});
