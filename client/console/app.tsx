import { SetUpPage } from "./enter/set-up.tsx";
import { SignInPage } from "./enter/sign-in.tsx";
import { useDesk } from "./parts/context.ts";
import { lazy, type PageModule } from "./parts/lazy.tsx";
import { NotForThisRole } from "./parts/not-for-this-role.tsx";
import { Empty } from "./parts/states.tsx";
import { Shell, verbOf } from "./shell.tsx";
import { useStore } from "./store.ts";

/** Each page is a chunk of its own, read when it is first opened. */
const PAGES: Record<string, PageModule> = {
  inbox: lazy(() => import("./inbox/inbox-page.tsx")),
  search: lazy(() => import("./search/search-page.tsx")),
  review: lazy(() => import("./review/review-page.tsx")),
  verified: lazy(() => import("./review/verified-page.tsx")),
  gaps: lazy(() => import("./review/gaps-page.tsx")),
  insights: lazy(() => import("./insights/insights-page.tsx")),
  advice: lazy(() => import("./advice/advice-page.tsx")),
  prompts: lazy(() => import("./prompts/prompts-page.tsx")),
  learning: lazy(() => import("./learning/learning-page.tsx")),
  people: lazy(() => import("./people/people-page.tsx")),
  audit: lazy(() => import("./audit/audit-page.tsx")),
  account: lazy(() => import("./account/account-page.tsx")),
};

export function App() {
  const desk = useDesk();
  const who = useStore(desk.who);
  const { path, query } = useStore(desk.route);
  const [page = "inbox"] = path;

  if (page === "set-up" || page === "invite") return <SetUpPage kind={page} token={query.get("token") ?? ""} />;
  if (who.state === "unknown") return null;
  if (who.state === "nobody") return <SignInPage ended={who.ended} />;
  const needs = verbOf(page);
  const Page = PAGES[page] ?? NothingHere;
  return (
    <Shell page={page}>
      {needs && !desk.may(needs) ? <NotForThisRole needs={needs} /> : <Page path={path.slice(1)} query={query} />}
    </Shell>
  );
}

function NothingHere() {
  return (
    <Empty icon="search" title="There is no such page">
      The link may be from another version. <a href="#/inbox">Open the inbox</a>.
    </Empty>
  );
}
