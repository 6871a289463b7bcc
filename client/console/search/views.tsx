import type { SavedView } from "../../../src/protocol/staff-http.ts";
import { useDesk } from "../parts/context.ts";
import { useLoad } from "../parts/load.ts";
import { linkTo } from "../route.ts";
import type { Filters } from "./filters.ts";

/** Searches under a name: one's own, and those that colleagues share. */
export function Views({ filters }: { filters: Filters }) {
  const desk = useDesk();
  const { value, reload } = useLoad<{ views: SavedView[] }>("/views");
  const views = value?.views ?? [];
  const searching = Object.keys(filters).length > 0;
  if (views.length === 0 && !searching) return null;

  async function send(...[method, path, body]: Parameters<typeof desk.api.send>) {
    const result = await desk.api.send(method, path, body);
    if (!result.ok) desk.toasts.say(result.error.message);
    reload();
    return result.ok;
  }

  return (
    <details class="views">
      <summary>
        Saved views <span class="figure">{views.length}</span>
      </summary>
      <ul>
        {views.map((view) => (
          <ViewLine key={view.viewId} view={view} filters={filters} send={send} />
        ))}
      </ul>
      {searching && desk.may("save-views") && (
        <form
          class="save-view"
          onSubmit={(event) => {
            event.preventDefault();
            const form = event.currentTarget as HTMLFormElement;
            const name = String(new FormData(form).get("name"));
            void send("POST", "/views", { name, filters }).then((kept) => kept && form.reset());
          }}
        >
          <input
            class="input"
            name="name"
            required
            maxLength={60}
            aria-label="Name of this search"
            placeholder="Save this search as…"
          />
          <button type="submit" class="button">
            Save
          </button>
        </form>
      )}
    </details>
  );
}

type LineProps = {
  view: SavedView;
  filters: Filters;
  send: (method: "PUT" | "DELETE", path: string, body?: object) => Promise<boolean>;
};

function ViewLine({ view: { viewId, name, filters, shared, author }, filters: now, send }: LineProps) {
  const desk = useDesk();
  const mine = author.staffId === desk.me.staffId;
  const link = linkTo(["search"], filters);
  const path = `/views/${encodeURIComponent(viewId)}`;
  const share = () => send("PUT", `${path}/shared`, { shared: !shared });
  return (
    <li>
      <a class="grow" href={link} aria-current={link === linkTo(["search"], now) ? "true" : undefined} dir="auto">
        {name}
      </a>
      {!mine && <small>{author.name}</small>}
      {desk.may("share-views") && (mine || shared) && (
        <button
          type="button"
          class="link-button"
          aria-label={`${shared ? "Unshare" : "Share"} ${name}`}
          onClick={share}
        >
          {shared ? "Unshare" : "Share"}
        </button>
      )}
      {mine && (
        <button
          type="button"
          class="link-button"
          aria-label={`Remove ${name}`}
          onClick={() => void send("DELETE", path).then((gone) => gone && desk.toasts.say(`“${name}” is removed.`))}
        >
          Remove
        </button>
      )}
    </li>
  );
}
