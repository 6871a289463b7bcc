import { useState } from "preact/hooks";
import type { SearchCount, SearchHit } from "../../../src/protocol/staff-http.ts";
import { ConversationPane } from "../inbox/conversation-pane.tsx";
import { customerName } from "../inbox/who.ts";
import { useDesk } from "../parts/context.ts";
import { withoutMarks } from "../parts/excerpt.ts";
import { Icon } from "../parts/icon.tsx";
import type { PageProps } from "../parts/lazy.tsx";
import { useLoad } from "../parts/load.ts";
import { outcomeOf, RESOLUTION_WORDS } from "../parts/outcome-words.ts";
import { type Pages, usePages } from "../parts/pages.ts";
import { useShortcuts } from "../parts/shortcuts.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { Ago } from "../parts/time.tsx";
import { linkTo } from "../route.ts";
import { ActiveFilters } from "./active-filters.tsx";
import { FilterForm } from "./filter-form.tsx";
import { type Filters, filtersOf, markWords, searchQuery } from "./filters.ts";
import { Views } from "./views.tsx";

export default function SearchPage({ path, query }: PageProps) {
  const desk = useDesk();
  const filters = filtersOf(query);
  const chosen = path[0];
  const found = usePages<SearchHit>(`/search?${searchQuery(filters)}`, "after");
  const [details, setDetails] = useState(() => innerWidth > 1180);
  const step = (by: 1 | -1) => {
    const ids = [...new Set(found.items.map(({ conversationId }) => conversationId))];
    const next = chosen === undefined ? ids[0] : ids[ids.indexOf(chosen) + by];
    if (next) desk.go(linkTo(["search", next], filters));
  };
  useShortcuts({ j: () => step(1), k: () => step(-1), d: () => setDetails((shown) => !shown) });

  return (
    <div class={chosen ? "inbox reading" : "inbox"}>
      <section class="list-pane" aria-label="Search">
        {!chosen && <h1 class="visually-hidden">Search conversations</h1>}
        <FilterForm
          key={chosen ? "" : "open"}
          filters={filters}
          onChange={(next) => desk.go(linkTo(["search"], next))}
        />
        <ActiveFilters filters={filters} />
        <Views filters={filters} />
        <Found found={found} filters={filters} chosen={chosen} />
      </section>
      {chosen ? (
        <ConversationPane
          key={chosen}
          id={chosen}
          back={linkTo(["search"], filters)}
          details={details}
          onDetails={setDetails}
        />
      ) : (
        <div class="nothing-chosen">
          <Empty icon="search" title="Every conversation, word for word">
            Enter searches. All the words must occur; "in quotes" they must stand together. The address keeps the
            search, so it can be sent to a colleague.
          </Empty>
        </div>
      )}
    </div>
  );
}

type FoundProps = { found: Pages<SearchHit>; filters: Filters; chosen: string | undefined };

function Found({ found, filters, chosen }: FoundProps) {
  const { items, loading, failure, more } = found;
  if (failure) return <Problem failure={failure} />;
  if (loading) return <Skeletons lines={10} />;
  if (items.length === 0)
    return (
      <Empty icon="search" title="Nothing matches">
        Take a filter away, or use fewer words.
      </Empty>
    );
  return (
    <div class="lines">
      <Count filters={filters} />
      <Exports filters={filters} />
      <ul>
        {items.map((hit) => (
          <li key={`${hit.conversationId}${hit.messageId}`}>
            <HitLine hit={hit} filters={filters} chosen={hit.conversationId === chosen} />
          </li>
        ))}
      </ul>
      {more && (
        <button type="button" class="button quiet more" onClick={more}>
          Show more
        </button>
      )}
    </div>
  );
}

const ROW_WORDS: Record<string, string> = { answers: "answers", conversations: "conversations" };

/** Messages are not counted: it takes longer than reading the first page. */
function Count({ filters }: { filters: Filters }) {
  return filters.rows && ROW_WORDS[filters.rows] ? <CountOf filters={filters} rows={ROW_WORDS[filters.rows]!} /> : null;
}

function CountOf({ filters, rows }: { filters: Filters; rows: string }) {
  const { value } = useLoad<SearchCount>(`/search/count?${searchQuery(filters)}`);
  const one = value?.count === 1;
  return (
    <p class="found" role="status">
      {value && `${new Intl.NumberFormat().format(value.count)} ${one ? rows.slice(0, -1) : rows}`}
    </p>
  );
}

const AUTHORS: Record<SearchHit["author"], string> = { customer: "", bot: "Bot: ", staff: "Staff: " };

function HitLine({ hit, filters, chosen }: { hit: SearchHit; filters: Filters; chosen: boolean }) {
  const { outcome, inDoubt, resolution } = hit;
  const whole = filters.rows === "conversations";
  return (
    <a class="line" href={linkTo(["search", hit.conversationId], filters)} aria-current={chosen ? "true" : undefined}>
      <span class="line-head">
        <b dir="auto">{customerName(hit)}</b>
        <Ago at={hit.at} />
      </span>
      <span class="line-text" dir="auto">
        {AUTHORS[hit.author]}
        {hit.excerpt === "" && <i>Asked for a person without a word</i>}
        {markWords(excerptOf(hit), filters.text ?? "").map(({ text, found }, at) =>
          found ? <mark key={at}>{text}</mark> : text,
        )}
      </span>
      <span class="line-foot">
        {whole && <Ending resolution={resolution} />}
        {!whole && outcome && outcome !== "answered" && (
          <span class="badge wait">{outcomeOf({ outcome, inDoubt })}</span>
        )}
      </span>
    </a>
  );
}

/** Customers write no Markdown, so theirs stays as it is. */
function excerptOf({ author, excerpt }: SearchHit): string {
  return author === "customer" ? excerpt : withoutMarks(excerpt);
}

function Ending({ resolution }: Pick<SearchHit, "resolution">) {
  return (
    <span class="badge">
      <span class={`swatch ${resolution}`} aria-hidden="true" />
      {RESOLUTION_WORDS[resolution][0]}
    </span>
  );
}

function Exports({ filters }: { filters: Filters }) {
  const desk = useDesk();
  if (!desk.may("export-redacted")) return null;
  return (
    <p class="exports">
      <Icon name="download" />
      <span>
        Export without personal data: <a href={`/api/export?format=csv&${searchQuery(filters)}`}>CSV</a>{" "}
        <a href={`/api/export?format=jsonl&${searchQuery(filters)}`}>JSONL</a>
      </span>
    </p>
  );
}
