import { useState } from "preact/hooks";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { useWidget } from "./context.ts";
import { Icon } from "./icon.tsx";

export function CodeBlock({ language, text }: { language: string; text: string }) {
  const { phrases } = useWidget();
  const [copied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true));
  const label = copied ? phrases.copied : phrases.copy;

  return (
    <div class="code">
      <div class="code-bar">
        <span>{language}</span>
        {/* Browsers offer the clipboard to secure pages only. */}
        {navigator.clipboard && (
          <button type="button" onClick={copy} onBlur={() => setCopied(false)}>
            <Icon name={copied ? "check" : "copy"} />
            <span aria-live="polite">{label}</span>
          </button>
        )}
      </div>
      <pre {...SCROLLABLE}>
        <code>{text}</code>
      </pre>
    </div>
  );
}
