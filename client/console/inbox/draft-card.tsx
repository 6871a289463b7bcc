import type { ShadowDraft } from "../../../src/protocol/staff.ts";
import { Icon } from "../parts/icon.tsx";
import { Prose } from "../parts/markdown.tsx";

type Props = { draft: ShadowDraft; onInsert: () => void; onIgnore: () => void };

/** What the bot would say. It reaches the customer only when somebody inserts and sends it. */
export function DraftCard({ draft, onInsert, onIgnore }: Props) {
  if (draft.text === "") return <NothingFound onIgnore={onIgnore} />;
  return (
    <section class="draft" aria-label="The bot's draft">
      <header>
        <Icon name="draft" />
        <h3>{draft.outcome === "answered" ? "The bot suggests" : "The bot is not sure, but found this"}</h3>
        <button type="button" class="button" onClick={onInsert} title="Insert the draft (i)">
          Insert
        </button>
        <button type="button" class="button quiet" onClick={onIgnore}>
          Ignore
        </button>
      </header>
      <div class="draft-text">
        <Prose text={draft.text} />
      </div>
    </section>
  );
}

function NothingFound({ onIgnore }: Pick<Props, "onIgnore">) {
  return (
    <section class="draft" aria-label="The bot's draft">
      <header>
        <Icon name="draft" />
        <h3>The bot found nothing in the documentation to suggest</h3>
        <button type="button" class="button quiet" onClick={onIgnore}>
          Hide
        </button>
      </header>
    </section>
  );
}
