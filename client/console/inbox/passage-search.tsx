import { useState } from "preact/hooks";
import type { Citation } from "../../../src/protocol/conversation.ts";
import type { PassageView } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { Problem } from "../parts/states.tsx";
import type { Result } from "../wire/api.ts";

/** Finds passages of the documentation to cite in a reply. */
export function PassageSearch({ onInsert }: { onInsert: (passage: Citation) => void }) {
  const { api } = useDesk();
  const [text, setText] = useState("");
  const [found, setFound] = useState<Result<{ passages: PassageView[] }> | null>(null);

  async function search(event: SubmitEvent) {
    event.preventDefault();
    if (text.trim()) setFound(await api.get(`/passages?text=${encodeURIComponent(text.trim())}`));
  }

  return (
    <section class="context-section">
      <h3>Documentation</h3>
      <form onSubmit={search}>
        <input
          class="input"
          type="search"
          aria-label="Search the documentation"
          placeholder="Find a passage to cite…"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </form>
      {found && !found.ok && <Problem failure={found.error} />}
      {found?.ok && found.value.passages.length === 0 && (
        <p class="hint" role="status">
          No passage speaks of this.
        </p>
      )}
      {found?.ok && (
        <ul class="passages">
          {found.value.passages.map(({ title, heading, text: words, citation }) => (
            <li key={`${citation.path}#${citation.anchor}${words}`}>
              <b>{heading || title}</b>
              {heading && <small>{title}</small>}
              <p>{words}</p>
              <button type="button" class="button" onClick={() => onInsert(citation)}>
                Cite
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
