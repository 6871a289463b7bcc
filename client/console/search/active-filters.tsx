import { Icon } from "../parts/icon.tsx";
import { linkTo } from "../route.ts";
import { filterWords } from "./choices.ts";
import type { Filters } from "./filters.ts";

/** What the list is narrowed by, each to be taken away. */
export function ActiveFilters({ filters }: { filters: Filters }) {
  const active = filterWords(filters);
  if (active.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters in use">
      {active.map(({ name, words }) => (
        <li key={name}>
          <a class="chip" href={linkTo(["search"], { ...filters, [name]: undefined })} title="Take this filter away">
            {words}
            <Icon name="close" />
            <span class="visually-hidden">, take away</span>
          </a>
        </li>
      ))}
      <li>
        <a class="link-button" href="#/search">
          Clear all
        </a>
      </li>
    </ul>
  );
}
