import type { AuditEntry } from "../../../src/protocol/staff-http.ts";
import { SCROLLABLE } from "../../shared/scrollable.ts";
import { usePages } from "../parts/pages.ts";
import { Empty, Problem, Skeletons } from "../parts/states.tsx";
import { fullTime } from "../parts/time.tsx";
import { linkTo } from "../route.ts";

export default function AuditPage() {
  const { items, loading, failure, more } = usePages<AuditEntry>("/audit", "before");
  return (
    <div class="page">
      <div class="page-inside">
        <header class="page-head">
          <div>
            <h1>Audit log</h1>
            <p>Who did what, sign-ins included. Nothing here can be changed.</p>
          </div>
        </header>
        {failure && <Problem failure={failure} />}
        {loading ? (
          <Skeletons />
        ) : items.length === 0 && !failure ? (
          <Empty icon="audit" title="Nothing has happened yet" />
        ) : (
          <Entries entries={items} />
        )}
        {more && (
          <button type="button" class="button" onClick={more}>
            Show older
          </button>
        )}
      </div>
    </div>
  );
}

function Entries({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <div class="card table-scroll" {...SCROLLABLE}>
      <table class="grid-table log">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">Detail</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ at, who, action, conversationId, detail }, row) => (
            <tr key={`${at}-${row}`}>
              <td>
                <time dateTime={new Date(at).toISOString()}>{fullTime(at)}</time>
              </td>
              <td dir="auto">{who?.name ?? "Nobody signed in"}</td>
              <td>
                {conversationId ? (
                  <a href={linkTo(["inbox", "open", conversationId])}>{words(action)}</a>
                ) : (
                  words(action)
                )}
              </td>
              <td dir="auto">{detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function words(action: string): string {
  return action.replaceAll("-", " ");
}
