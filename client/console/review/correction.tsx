import { useEffect, useRef, useState } from "preact/hooks";
import { MAX_TEXT_LENGTH } from "../../../src/protocol/version.ts";
import { citePassage, dropCitation, sourcelessMarkers, usedCitations, type Written } from "../inbox/compose.ts";
import { PassageSearch } from "../inbox/passage-search.tsx";
import { useDesk } from "../parts/context.ts";
import { Sources } from "../parts/sources.tsx";

type Props = { start: Written; onKeep: (written: Written) => void; onCancel: () => void };

/** The right answer, with the passages that it cites. */
export function Correction({ start, onKeep, onCancel }: Props) {
  const desk = useDesk();
  const [written, setWritten] = useState(start);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  const text = written.text.trim();
  const keep = () => text && onKeep({ text, citations: usedCitations(written) });

  return (
    <div class="correction">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <textarea
          ref={box}
          class="input"
          aria-label="The corrected answer"
          rows={8}
          maxLength={MAX_TEXT_LENGTH}
          dir="auto"
          value={written.text}
          onInput={(event) => setWritten({ ...written, text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === "Escape") onCancel();
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) keep();
          }}
        />
        <Sources citations={written.citations} onDrop={(marker) => setWritten(dropCitation(written, marker))} />
        <Sourceless markers={sourcelessMarkers(written)} />
        <div class="actions">
          <button type="submit" class="button primary" disabled={!text}>
            Keep the correction
          </button>
          <button type="button" class="button" onClick={onCancel}>
            Cancel
          </button>
          <span class="hint">Ctrl Enter keeps it. The same question gets this answer from then on.</span>
        </div>
      </form>
      {desk.may("search-passages") && (
        <PassageSearch
          onInsert={(passage) => {
            setWritten((before) => citePassage(before, passage));
            box.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function Sourceless({ markers }: { markers: readonly number[] }) {
  if (markers.length === 0) return null;
  const numbers = markers.map((marker) => `[${marker}]`).join(", ");
  return (
    <p class="hint" role="status">
      {markers.length === 1 ? `${numbers} names no source` : `${numbers} name no source`} and will be left out. Find a
      passage to cite below.
    </p>
  );
}
