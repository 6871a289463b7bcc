import type { Citation } from "../../../src/protocol/conversation.ts";
import type { ConversationView } from "../../../src/protocol/staff-http.ts";
import { safeHref } from "../../shared/markdown/safe-href.ts";
import { useDesk } from "../parts/context.ts";
import { Icon } from "../parts/icon.tsx";
import { Ago } from "../parts/time.tsx";
import { linkTo } from "../route.ts";
import { Assignee } from "./assignee.tsx";
import { CustomerData } from "./customer-data.tsx";
import { LabelEditor } from "./label-editor.tsx";
import { PassageSearch } from "./passage-search.tsx";
import { WhyPanel } from "./why-panel.tsx";

type Props = {
  view: ConversationView;
  /** The answer whose record is shown, if any. */
  why: string | null;
  onWhyClosed: () => void;
  onClose: () => void;
  onInsert: (passage: Citation) => void;
};

export function ContextPane({ view, why, onWhyClosed, onClose, onInsert }: Props) {
  const desk = useDesk();
  return (
    <aside class="context" aria-label={why ? "Why this answer" : "Customer and sources"}>
      <div class="context-head">
        <h2>{why ? "Why this answer" : "Customer"}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label={why ? "Back to the customer" : "Hide"}
          onClick={why ? onWhyClosed : onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      {why ? (
        <WhyPanel answerId={why} />
      ) : (
        <>
          <Customer view={view} />
          {desk.may("assign") && <Assignee view={view} />}
          <LabelEditor view={view} />
          {desk.may("search-passages") && <PassageSearch onInsert={onInsert} />}
          <Earlier view={view} />
          {desk.may("erase-customers") && <CustomerData conversationId={view.conversationId} />}
        </>
      )}
    </aside>
  );
}

function Customer({ view: { context, customer, email } }: { view: ConversationView }) {
  const page = context.page && safeHref(context.page);
  return (
    <dl class="facts">
      <div>
        <dt>Who</dt>
        <dd dir="auto">{context.subject ?? customer ?? "Not signed in on your site"}</dd>
      </div>
      {email && (
        <div>
          <dt>E-mail</dt>
          <dd>
            <a href={`mailto:${email}`}>{email}</a>
          </dd>
        </div>
      )}
      {context.page && (
        <div>
          <dt>Page</dt>
          <dd>
            {page ? (
              <a href={page} target="_blank" rel="noopener noreferrer">
                {context.page}
              </a>
            ) : (
              context.page
            )}
          </dd>
        </div>
      )}
      {context.locale && (
        <div>
          <dt>Language</dt>
          <dd>{languageName(context.locale)}</dd>
        </div>
      )}
      {Object.entries(context.attributes).map(([name, value]) => (
        <div key={name}>
          <dt dir="auto">{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The page sends what it likes; a tag that is none is shown as it came. */
function languageName(locale: string): string {
  try {
    return new Intl.DisplayNames(undefined, { type: "language" }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}

function Earlier({ view: { earlier } }: { view: ConversationView }) {
  if (earlier.length === 0) return null;
  return (
    <section class="context-section">
      <h3>Earlier conversations</h3>
      <ul class="earlier">
        {earlier.map(({ conversationId, lastAt, lastText }) => (
          <li key={conversationId}>
            <a href={linkTo(["inbox", "open", conversationId])}>
              <span dir="auto">{lastText}</span>
              <Ago at={lastAt} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
