import type { ComponentChildren } from "preact";
import { SCROLLABLE } from "../scrollable.ts";
import { type Block, parseBlocks } from "./blocks.ts";
import { presentable } from "./half-written.ts";
import type { Inline } from "./inlines.ts";

type Rendering = {
  /** Origin of the server whose pages links without one lead to. */
  server: string;
  citation: (marker: number) => ComponentChildren;
  code: (language: string, text: string) => ComponentChildren;
};

type Props = Rendering & { text: string; streaming?: boolean };

/**
 * Builds elements, never HTML: what the text says about tags stays text. Each block finds its own direction, because
 * documentation in English is also read in an Arabic widget.
 */
export function Markdown({ text, streaming = false, ...rendering }: Props) {
  return <>{parseBlocks(streaming ? presentable(text) : text).map((block) => renderBlock(block, rendering))}</>;
}

function renderBlock(block: Block, rendering: Rendering): ComponentChildren {
  const inlines = (list: Inline[]) => list.map((inline) => renderInline(inline, rendering));
  const blocks = (list: Block[]) => list.map((one) => renderBlock(one, rendering));

  switch (block.kind) {
    case "paragraph":
      return <p dir="auto">{inlines(block.inlines)}</p>;
    case "heading":
      // One level for all: an answer is short, and its outline must not fight with the panel's title.
      return <h3 dir="auto">{inlines(block.inlines)}</h3>;
    case "code":
      return rendering.code(block.language, block.text);
    case "quote":
      return <blockquote dir="auto">{blocks(block.blocks)}</blockquote>;
    case "rule":
      return <hr />;
    case "list": {
      const items = block.items.map((item) => <li>{isTight(item) ? inlines(item[0].inlines) : blocks(item)}</li>);
      return block.start === null ? (
        <ul dir="auto">{items}</ul>
      ) : (
        <ol dir="auto" start={block.start}>
          {items}
        </ol>
      );
    }
    case "table":
      return renderTable(block, inlines);
  }
}

function isTight(item: Block[]): item is [Block & { kind: "paragraph" }] {
  return item.length === 1 && item[0]?.kind === "paragraph";
}

function renderTable({ head, rows }: Block & { kind: "table" }, inlines: (list: Inline[]) => ComponentChildren) {
  return (
    <div class="table" {...SCROLLABLE}>
      <table dir="auto">
        <thead>
          <tr>
            {head.map((cell) => (
              <th scope="col">{inlines(cell)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell) => (
                <td>{inlines(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function renderInline(inline: Inline, rendering: Rendering): ComponentChildren {
  const children = (list: Inline[]) => list.map((one) => renderInline(one, rendering));

  switch (inline.kind) {
    case "text":
      return inline.text;
    case "break":
      return <br />;
    case "code":
      return <code>{inline.text}</code>;
    case "citation":
      return rendering.citation(inline.marker);
    case "strong":
      return <strong>{children(inline.children)}</strong>;
    case "emphasis":
      return <em>{children(inline.children)}</em>;
    case "deleted":
      return <del>{children(inline.children)}</del>;
    case "link":
      return (
        <a href={new URL(inline.href, rendering.server).href} target="_blank" rel="noopener noreferrer">
          {children(inline.children)}
        </a>
      );
  }
}
