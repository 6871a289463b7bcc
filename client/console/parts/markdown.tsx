import { Markdown } from "../../shared/markdown/markdown.tsx";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { useDesk } from "./context.ts";

/** What customers, staff and models write: elements are built from it, so it is never markup. */
export function Prose({ text, streaming = false }: { text: string; streaming?: boolean }) {
  const { page } = useDesk();
  return (
    <div class={streaming ? "prose streaming" : "prose"} dir="auto">
      <Markdown
        text={text}
        streaming={streaming}
        server={page.location.origin}
        citation={(marker) => <sup class="cited">{marker}</sup>}
        code={(_language, code) => (
          <pre class="code" {...SCROLLABLE}>
            <code>{code}</code>
          </pre>
        )}
      />
    </div>
  );
}
