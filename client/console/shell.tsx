import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Verb } from "../../src/protocol/roles.ts";
import type { InboxCounts } from "../../src/protocol/staff-http.ts";
import logo from "./logo.svg";
import { useDesk } from "./parts/context.ts";
import { Icon, type IconName } from "./parts/icon.tsx";
import { ShortcutSheet } from "./parts/shortcut-sheet.tsx";
import { useShortcuts } from "./parts/shortcuts.ts";
import { ToastShelf } from "./parts/toast-shelf.tsx";
import { useStore } from "./store.ts";
import { nextTheme } from "./theme.ts";

type Entry = {
  page: string;
  label: string;
  icon: IconName;
  needs: Verb;
  count?: keyof InboxCounts;
  /** Has a place of its own on a phone; the others stand behind "More". */
  handy?: true;
};

const DAILY: readonly Entry[] = [
  { page: "inbox", label: "Inbox", icon: "inbox", needs: "read-conversations", count: "waiting", handy: true },
  { page: "search", label: "Search", icon: "search", needs: "search-conversations", handy: true },
  { page: "review", label: "Review", icon: "review", needs: "read-reviews", handy: true },
  { page: "verified", label: "Verified answers", icon: "verified", needs: "read-reviews" },
  { page: "insights", label: "Insights", icon: "insights", needs: "read-insights", handy: true },
  { page: "gaps", label: "Documentation gaps", icon: "gap", needs: "read-insights" },
];
const BUILDING: readonly Entry[] = [
  { page: "prompts", label: "Prompts", icon: "prompt", needs: "read-prompts" },
  { page: "learning", label: "Models", icon: "model", needs: "read-insights" },
  { page: "advice", label: "Prompt or fine-tune?", icon: "advice", needs: "read-insights" },
];
const OWNING: readonly Entry[] = [
  { page: "people", label: "People", icon: "people", needs: "manage-staff" },
  { page: "audit", label: "Audit log", icon: "audit", needs: "read-audit" },
];

/** The verb that a page is made of; pages without one are open to everybody who is signed in. */
export function verbOf(page: string): Verb | null {
  return [...DAILY, ...BUILDING, ...OWNING].find((entry) => entry.page === page)?.needs ?? null;
}

export function Shell({ page, children }: { page: string; children: ComponentChildren }) {
  const desk = useDesk();
  const line = useStore(desk.line);
  const [sheet, setSheet] = useState(false);
  useShortcuts({
    "?": () => setSheet(true),
    "/": () => desk.go("#/search"),
    "g i": () => desk.go("#/inbox"),
    "g s": () => desk.go("#/search"),
    "g r": () => desk.go("#/review"),
    "g v": () => desk.go("#/verified"),
    "g d": () => desk.go("#/gaps"),
    "g p": () => desk.go("#/prompts"),
    "g m": () => desk.go("#/learning"),
    "g n": () => desk.go("#/insights"),
  });

  return (
    <div class="shell">
      <Rail page={page} onSheet={() => setSheet(true)} />
      <main class="main" id="main">
        {line === "lost" && (
          <p class="outage" role="status">
            The connection to the server is gone. What you see may be old; it comes back by itself.
          </p>
        )}
        {/* What the style sheet of a page is about: the browser keeps it when another page is opened. */}
        <div class="view" data-page={page}>
          {children}
        </div>
        <ToastShelf />
      </main>
      {sheet && <ShortcutSheet onClose={() => setSheet(false)} />}
    </div>
  );
}

function Rail({ page, onSheet }: { page: string; onSheet: () => void }) {
  const desk = useDesk();
  const { name } = desk.me;
  const [unfolded, setUnfolded] = useState(false);
  useEffect(() => setUnfolded(false), [page]);
  const theme = () => desk.toasts.say(`Theme: ${nextTheme(document.documentElement, localStorage)}.`);
  return (
    <nav
      class={unfolded ? "rail unfolded" : "rail"}
      aria-label="Pages"
      onKeyDown={({ key }) => key === "Escape" && setUnfolded(false)}
    >
      <a class="brand" href="#/inbox">
        <img src={logo} alt="" />
        <span>Switchboard</span>
      </a>
      <RailLinks entries={DAILY} page={page} />
      <RailLinks entries={BUILDING} page={page} />
      <div class="rail-gap" />
      <RailLinks entries={OWNING} page={page} />
      <RailButton icon="keyboard" label="Shortcuts" onClick={onSheet} extra="for-keyboards" />
      <RailButton icon="theme" label="Light or dark" onClick={theme} />
      <a class="rail-link" href="#/account" aria-current={page === "account" ? "page" : undefined} title={name}>
        <Icon name="account" />
        <span class="label">{name}</span>
      </a>
      <RailButton icon="leave" label="Sign out" onClick={() => void desk.leave()} />
      <button
        type="button"
        class="rail-link rail-more handy"
        aria-current={isBehindMore(page) ? "true" : undefined}
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
      >
        <Icon name={unfolded ? "close" : "more"} />
        <span class="label">{unfolded ? "Less" : "More"}</span>
      </button>
    </nav>
  );
}

/** On a phone its link is folded away: that one looks at it is said by what unfolds it. */
function isBehindMore(page: string): boolean {
  return [...DAILY, ...BUILDING].every((entry) => entry.page !== page || !entry.handy);
}

function RailLinks({ entries, page }: { entries: readonly Entry[]; page: string }) {
  const desk = useDesk();
  const counts = useStore(desk.counts);
  const shown = entries.filter(({ needs }) => desk.may(needs));
  return (
    <>
      {shown.map(({ page: name, label, icon, count, handy }) => (
        <a
          key={name}
          class={handy ? "rail-link handy" : "rail-link"}
          href={`#/${name}`}
          aria-current={page === name ? "page" : undefined}
          title={label}
        >
          <Icon name={icon} />
          <span class="label">{label}</span>
          {count && <Count count={counts?.[count] ?? 0} />}
        </a>
      ))}
    </>
  );
}

function Count({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span class="count due">
      {shownCount(count)}
      <span class="visually-hidden"> waiting</span>
    </span>
  );
}

/** The server counts up to 100. */
export function shownCount(count: number): string {
  return count >= 100 ? "99+" : String(count);
}

type RailButtonProps = { icon: IconName; label: string; onClick: () => void; extra?: string };

function RailButton({ icon, label, onClick, extra = "" }: RailButtonProps) {
  return (
    <button type="button" class={`rail-link ${extra}`} onClick={onClick} title={label}>
      <Icon name={icon} />
      <span class="label">{label}</span>
    </button>
  );
}
