import { useEffect, useRef } from "preact/hooks";
import type { InboxItem } from "../../../src/protocol/staff.ts";
import type { InboxList } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { withoutMarks } from "../parts/excerpt.ts";
import { Icon } from "../parts/icon.tsx";
import type { Pages } from "../parts/pages.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { Ago, ago, useNow } from "../parts/time.tsx";
import { linkTo } from "../route.ts";
import { shownCount } from "../shell.tsx";
import { useStore } from "../store.ts";
import { LISTS } from "./lists.ts";
import { customerName } from "./who.ts";

type Props = { list: InboxList; inbox: Pages<InboxItem>; chosen: string | undefined };

export function InboxListPane({ list, inbox, chosen }: Props) {
  const { label, empty, icon } = LISTS.find((one) => one.list === list)!;
  return (
    <section class="list-pane" aria-label="Conversations">
      <ListTabs list={list} />
      {/* An open conversation is what the page is about. */}
      {!chosen && <h1 class="visually-hidden">Inbox: {label}</h1>}
      {inbox.failure && <Problem failure={inbox.failure} />}
      {inbox.loading && inbox.items.length === 0 ? (
        <Skeletons lines={10} />
      ) : inbox.items.length === 0 && !inbox.failure ? (
        <Empty icon={icon} title={empty[0]}>
          {empty[1]}
        </Empty>
      ) : (
        <Lines list={list} inbox={inbox} chosen={chosen} />
      )}
    </section>
  );
}

/** What is left to do. How much there ever was is no news. */
const COUNTED: readonly InboxList[] = ["waiting", "mine"];

function ListTabs({ list }: { list: InboxList }) {
  const desk = useDesk();
  const counts = useStore(desk.counts);
  return (
    <nav class="tabs" aria-label="Lists">
      {LISTS.map(({ list: name, label }) => (
        <a key={name} href={linkTo(["inbox", name])} aria-current={name === list ? "true" : undefined}>
          {label}
          {counts && counts[name] > 0 && COUNTED.includes(name) && (
            <span class="figure">{shownCount(counts[name])}</span>
          )}
        </a>
      ))}
    </nav>
  );
}

function Lines({ list, inbox, chosen }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    ref.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <div class="lines" ref={ref}>
      <ul>
        {inbox.items.map((item) => (
          <li key={item.conversationId}>
            <Line item={item} list={list} chosen={item.conversationId === chosen} />
          </li>
        ))}
      </ul>
      {inbox.more && (
        <button type="button" class="button quiet more" onClick={inbox.more}>
          Show more
        </button>
      )}
    </div>
  );
}

function Line({ item, list, chosen }: { item: InboxItem; list: InboxList; chosen: boolean }) {
  const unread = item.unread > 0 && !chosen;
  return (
    <a
      class={unread ? "line unread" : "line"}
      href={linkTo(["inbox", list, item.conversationId])}
      aria-current={chosen ? "true" : undefined}
    >
      <span class="line-head">
        <b dir="auto">{customerName(item)}</b>
        {item.waitingSince === null ? <Ago at={item.lastAt} /> : <Waiting since={item.waitingSince} />}
      </span>
      <span class="line-text" dir="auto">
        {item.waitingSince === null ? lastWords(item) : item.lastAsked || <i>Asked for a person without a word</i>}
      </span>
      <span class="line-foot">
        <OwnerBadge item={item} />
        {item.snoozedUntil !== null && <span class="badge">Asleep</span>}
        {item.labels.map((label) => (
          <span key={label} class="badge" dir="auto">
            {label}
          </span>
        ))}
        {unread && (
          <span class="unread-count figure">
            {item.unread}
            <span class="visually-hidden"> unread</span>
          </span>
        )}
      </span>
    </a>
  );
}

/** Customers write no Markdown, so theirs stays as it is. */
function lastWords({ lastAuthor, lastText }: InboxItem): string {
  return lastAuthor === "customer" ? lastText : AUTHORS[lastAuthor] + withoutMarks(lastText);
}

const AUTHORS: Record<InboxItem["lastAuthor"], string> = { customer: "", bot: "Bot: ", staff: "Staff: ", system: "" };

function Waiting({ since }: { since: number }) {
  const now = useNow();
  return (
    <span class="waited">
      <Icon name="waiting" />
      <span class="visually-hidden">Waiting for </span>
      {ago(since, now)}
    </span>
  );
}

export function OwnerBadge({ item }: { item: Pick<InboxItem, "owner" | "assignee"> }) {
  if (item.owner === "queued") return <span class="badge wait">Needs a person</span>;
  if (item.owner === "closed") return <span class="badge">Closed</span>;
  if (item.owner === "bot") return <span class="badge">Bot</span>;
  return (
    <span class="badge info" dir="auto">
      {item.assignee?.name ?? "A person"}
    </span>
  );
}
