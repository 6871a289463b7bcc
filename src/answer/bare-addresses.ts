import { parse } from "tldts";

/**
 * "pay.example.com/now", "t.me/us", "203.0.113.7/pay": an address without a scheme, which nobody can press and everybody
 * can type. Not the end of another address, and no call. With the space before it.
 */
const CANDIDATE =
  / ?(?<![\p{L}\d_@./:-])(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+[\p{L}\d-]{1,63}(?::\d{1,5})?(?:\/[^\s<>"`]*)?(?![\p{L}\d_(@])/gu;

/**
 * Calls `replace` with each one. Without a path only what ends in a real top-level domain counts, and nothing does that
 * stands in code: `user.id` names a field there, and Indonesia. `inCode`: whether the text begins in code.
 */
export function replaceBareAddresses(text: string, inCode: boolean, replace: (written: string) => string): string {
  const parts = text.split(/(`+)/);
  return parts
    .map((part, at) => {
      if (at % 2 === 1) return part;
      const code = inCode !== ((at / 2) % 2 === 1);
      return part.replace(CANDIDATE, (written) => (isAddress(written.trimStart(), code) ? replace(written) : written));
    })
    .join("");
}

/** Whether what follows the text stands in code, as far as backticks tell. */
export const endsInCode = (text: string, inCode: boolean): boolean =>
  inCode !== ((text.match(/`+/g)?.length ?? 0) % 2 === 1);

export function bareAddressesIn(text: string): string[] {
  const found: string[] = [];
  replaceBareAddresses(text, false, (written) => {
    found.push(written.trimStart());
    return written;
  });
  return found;
}

/** Of an address with its scheme: "shop.example.com/parts" and "shop.example.com". */
export function withoutScheme(address: string): string[] {
  const bare = address.replace(/^[\w+.-]*:?\/\//, "");
  return bare === address ? [] : [bare, bare.split(/[/?#]/)[0]!];
}

function isAddress(written: string, inCode: boolean): boolean {
  const [host = ""] = written.split(/[:/]/);
  const hasPath = written.length > host.length;
  const { isIcann, isIp, publicSuffix } = parse(host);
  if (isIp) return hasPath || !inCode;
  // "at once.Then go": a space is missing there.
  const suffix = host.split(".").at(-1)!;
  if (!isIcann || publicSuffix === null || /^\p{Lu}\p{Ll}/u.test(suffix)) return false;
  return hasPath || !inCode;
}
