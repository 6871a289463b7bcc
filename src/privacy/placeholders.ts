import { KINDS, type Kind } from "./detector.ts";
import { foldName } from "./gazetteer.ts";

/** Hands out one placeholder per thing, the same each time it comes again: `[EMAIL_1]`, `[NAME_2]`. */
export type Placeholders = { placeholderOf(kind: Kind, written: string): string };

const PLACEHOLDER = /\[([A-Z]+)_(\d{1,9})\]/g;

/** Numbers go on after those that `texts` already carry, so that redacting twice never merges two people. */
export function placeholdersFor(texts: readonly string[]): Placeholders {
  const given = new Map<string, string>();
  const people = new Map<string, Set<string>>();
  const last = new Map<string, number>();
  for (const [, kind, number] of texts.join("\n").matchAll(PLACEHOLDER)) {
    last.set(kind!, Math.max(last.get(kind!) ?? 0, Number(number)));
  }
  const next = (label: string) => {
    const number = (last.get(label) ?? 0) + 1;
    last.set(label, number);
    return `[${label}_${number}]`;
  };

  return {
    placeholderOf(kind, written) {
      const thing = keyOf(kind, written);
      const key = `${kind} ${thing}`;
      const placeholder =
        given.get(key) ?? (kind === "name" ? onlyOne(people.get(thing)) : undefined) ?? next(kind.toUpperCase());
      given.set(key, placeholder);
      if (kind !== "name") return placeholder;

      for (const part of thing.split(" ")) people.set(part, (people.get(part) ?? new Set()).add(placeholder));
      return placeholder;
    },
  };
}

/** Those that stand in these texts, each as often as it does. */
export function writtenPlaceholders(texts: readonly string[]): { placeholder: string; kind: Kind }[] {
  return [...texts.join("\n").matchAll(PLACEHOLDER)].flatMap(([placeholder, label]) => {
    const kind = KINDS.find((one) => one === label!.toLowerCase());
    return kind ? [{ placeholder, kind }] : [];
  });
}

/** Two ways to write one thing have one key. */
function keyOf(kind: Kind, written: string): string {
  if (kind === "secret") return written;
  if (kind === "name") return foldName(written);
  if (kind === "phone") return written.replace(/\D/g, "").replace(/^00/, "");
  if (kind === "order" || kind === "account") return written.replace(/^#/, "").toLowerCase();
  if (kind === "email" || kind === "ip") return written.toLowerCase();
  return written.replace(/[^A-Za-z\d]/g, "").toLowerCase();
}

/** "Crystal" after "Crystal Minh" is the same person, unless two people of that name were seen. */
function onlyOne(placeholders: ReadonlySet<string> | undefined): string | undefined {
  return placeholders?.size === 1 ? [...placeholders][0] : undefined;
}
