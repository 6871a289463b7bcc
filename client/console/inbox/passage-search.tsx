import { useEffect, useState } from "preact/hooks";
import type { Citation } from "../../../src/protocol/conversation.ts";
import type { PassageView } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { withoutMarks } from "../parts/excerpt.ts";
import { Problem } from "../parts/states.tsx";
import type { Result } from "../wire/api.ts";

type Found = { passages: PassageView[] };

/** Who types on is not done asking. */
const PAUSE_MS = 250;

/** Finds passages of the documentation to cite in a reply. */
export function PassageSearch({ onInsert }: { onInsert: (passage: Citation) => void }) {
  const { api } = useDesk();
  const [text, setText] = useState("");
  const [found, setFound] = useState<Result<Found> | null>(null);

  const asked = text.trim();

  useEffect(() => {
    let current = true;
    const search = async () => {
      const result = asked ? await api.get<Found>(`/passages?text=${encodeURIComponent(asked)}`) : null;
      if (current) setFound(result);
    };
    const timer = setTimeout(() => void search(), PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked]);

  return (
    <section class="context-section">
      <h3>Documentation</h3>
      <form onSubmit={(event) => event.preventDefault()}>
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
              <p>{withoutMarks(words)}</p>
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
