import type { ComponentChildren } from "preact";
import type { Failure } from "../wire/api.ts";
import { Icon, type IconName } from "./icon.tsx";

/** What stands where nothing is yet, and what to do about it. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
    </div>
  );
}

export function Skeletons({ lines = 6 }: { lines?: number }) {
  return (
    <div class="skeletons" role="status">
      <span class="visually-hidden">Loading</span>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} class={line % 2 ? "skeleton short" : "skeleton"} />
      ))}
    </div>
  );
}

export function Problem({ failure }: { failure: Pick<Failure, "message"> }) {
  return (
    <p class="problem" role="alert">
      {failure.message}
    </p>
  );
}

export function Avatar({ name, mine = false }: { name: string; mine?: boolean }) {
  return (
    <span class={mine ? "avatar mine" : "avatar"} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** Two letters, digits or emoji at most; a name may be one word, begin with anything, and hold what looks like markup. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).flatMap((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.exec(word)?.[0] ?? []);
  return [words[0], words.length > 1 ? words.at(-1) : ""].join("").toLocaleUpperCase();
}
