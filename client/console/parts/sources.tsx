import type { Citation } from "../../../src/protocol/conversation.ts";
import { safeHref } from "../../shared/markdown/safe-href.ts";
import { Icon } from "./icon.tsx";

type Props = {
  citations: readonly Citation[];
  /** Takes a source out, while the text is being written. */
  onDrop?: (marker: number) => void;
};

/** The numbered sources of a text. */
export function Sources({ citations, onDrop }: Props) {
  if (citations.length === 0) return null;
  return (
    <ul class="citations" aria-label="Sources">
      {citations.map((citation) => (
        <li key={citation.marker} title={citation.quote}>
          <span class="figure">{citation.marker}</span>
          <Page {...citation} />
          {onDrop && (
            <button
              type="button"
              aria-label={`Remove source ${citation.marker}`}
              onClick={() => onDrop(citation.marker)}
            >
              <Icon name="close" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Page({ title, heading, source }: Citation) {
  const href = safeHref(source);
  const words = [title, heading].filter(Boolean).join(" › ");
  if (!href) return <>{words}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  );
}
