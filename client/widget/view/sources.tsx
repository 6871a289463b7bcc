import { useId } from "preact/hooks";
import type { Citation } from "../../../src/protocol/conversation.ts";
import { safeHref } from "../../shared/markdown/safe-href.ts";
import { plainWords } from "../sentences.ts";
import { useWidget } from "./context.ts";
import { Icon } from "./icon.tsx";

type Props = { citations: Citation[]; unfolded: number | null; onToggle: (marker: number | null) => void };

export function Sources({ citations, unfolded, onToggle }: Props) {
  const { phrases } = useWidget();
  return (
    <section class="sources" aria-label={phrases.sources}>
      <ul>
        {citations.map((citation) => (
          <Source
            key={citation.marker}
            citation={citation}
            open={citation.marker === unfolded}
            onToggle={(open) => onToggle(open ? citation.marker : null)}
          />
        ))}
      </ul>
    </section>
  );
}

type SourceProps = { citation: Citation; open: boolean; onToggle: (open: boolean) => void };

function Source({ citation, open, onToggle }: SourceProps) {
  const id = useId();
  const { marker, title, heading, quote } = citation;
  // The section says more than its page: several sources often stand on one page.
  const section = heading ? heading.split(" > ").at(-1) : null;
  return (
    <li class={open ? "source unfolded" : "source"}>
      <button
        type="button"
        data-marker={marker}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => onToggle(!open)}
      >
        <span class="number">{marker}</span>
        <span class="where">
          <b>{section ?? title}</b>
          {section && <span> {title}</span>}
        </span>
        <Icon name="down" />
      </button>
      <div id={id} class="unfold" hidden={!open}>
        {quote && <blockquote dir="auto">{plainWords(quote)}</blockquote>}
        <ReadMore source={citation.source} />
      </div>
    </li>
  );
}

function ReadMore({ source }: { source: string }) {
  const { phrases, settings } = useWidget();
  const href = safeHref(source);
  if (!href) return null;
  return (
    <a class="more" href={new URL(href, settings.server).href} target="_blank" rel="noopener noreferrer">
      {phrases.readMore}
      <span class="hidden"> ({phrases.newWindow})</span>
      <Icon name="leave" />
    </a>
  );
}
