import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Citation } from "../../../src/protocol/conversation.ts";
import { fill } from "../languages/phrases.ts";
import { useWidget } from "./context.ts";
import { Markdown } from "./markdown.tsx";
import { Sources } from "./sources.tsx";

type Props = {
  text: string;
  citations: Citation[];
  /** More may follow: a marker whose citation has not come yet is left out. */
  streaming?: boolean;
  /** Stands between the text and its sources. */
  children?: ComponentChildren;
};

/** A text whose markers are buttons that unfold their sources below it. */
export function CitedText({ text, citations, streaming = false, children }: Props) {
  const { phrases } = useWidget();
  const [unfolded, setUnfolded] = useState<number | null>(null);
  const sources = useRef<HTMLDivElement>(null);

  const showSource = (marker: number) => {
    setUnfolded(marker);
    sources.current?.querySelector<HTMLElement>(`[data-marker="${marker}"]`)?.focus();
  };

  const citation = (marker: number) => {
    const cited = citations.find((one) => one.marker === marker);
    if (!cited) return streaming ? null : `[${marker}]`;
    return (
      <button
        type="button"
        class="marker"
        aria-label={fill(phrases.source, { n: marker, title: cited.title })}
        onClick={() => showSource(marker)}
      >
        {marker}
      </button>
    );
  };

  return (
    <>
      {text !== "" && (
        <div class={streaming ? "prose streaming" : "prose"}>
          <Markdown text={text} streaming={streaming} citation={citation} />
        </div>
      )}
      {children}
      {citations.length > 0 && (
        <div ref={sources}>
          <Sources citations={citations} unfolded={unfolded} onToggle={setUnfolded} />
        </div>
      )}
    </>
  );
}
