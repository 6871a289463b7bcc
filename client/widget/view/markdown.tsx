import type { ComponentChildren } from "preact";
import { Markdown as SharedMarkdown } from "../../shared/markdown/markdown.tsx";
import { CodeBlock } from "./code-block.tsx";
import { useWidget } from "./context.ts";

type Props = { text: string; streaming?: boolean; citation: (marker: number) => ComponentChildren };

/** An answer's Markdown with the widget's own code blocks, whose words are in the customer's language. */
export function Markdown(props: Props) {
  const { server } = useWidget().settings;
  return (
    <SharedMarkdown
      {...props}
      server={server}
      code={(language, text) => <CodeBlock language={language} text={text} />}
    />
  );
}
