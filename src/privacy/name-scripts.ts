import type { Span } from "./detector.ts";

/** Scripts without capitals: only what the words around say. Groups: `name`. */
const PATTERNS: readonly RegExp[] = [
  // Chinese: "我叫王小明", "联系人:李娜"
  /(?:我叫|我是|我的名字是|姓名[::是]?|联系人[::是]?|收件人[::是]?)\s?(?<name>\p{Script=Han}{2,4})(?![\p{Script=Han}\uFFFC])/gu,
  // Japanese: "佐藤健一です", "佐藤様", "田中さん"
  /(?:^|[。、,\s\uFFFC])(?<name>[\p{Script=Han}々]{2,5}|\p{Script=Katakana}{2,10})(?=です|と申します|と言います|といいます|様|さん)/gu,
  // Korean: "제 이름은 김민수입니다", "김민수입니다"
  /(?:이름은|저는)\s?(?<name>\p{Script=Hangul}{2,4}?)(?=입니다|이에요|예요|라고)/gu,
  // Arabic: "اسمي خالد المنصوري", "أهلاً خالد،"
  /(?:اسمي|أنا|معك)\s(?<name>\p{Script=Arabic}{2,12}(?:\s(?:ال|بن\s)\p{Script=Arabic}{2,12})?)/gu,
  /(?:أهلاً|مرحباً|مرحبا|شكراً)\s(?<name>\p{Script=Arabic}{2,12})(?=[،,.!؟?])/gu,
];

export function scriptNames(text: string): Span[] {
  return PATTERNS.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ 0: whole, index, groups }) => {
      const name = groups?.name ?? "";
      const start = index + whole.lastIndexOf(name);
      return { start, end: start + name.length, kind: "name" as const };
    }),
  );
}
