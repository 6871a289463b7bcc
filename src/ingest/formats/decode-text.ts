/** Text of a file, or the reason why it has none. */
export type Decoded = { text: string } | { reason: string };

/** UTF-8, and UTF-16 with a byte order mark. Guessing older encodings would index misspelt words without a sign. */
export function decodeText(bytes: Uint8Array, encoding = encodingOf(bytes)): Decoded {
  if (bytes.length === 0) return { reason: "empty" };
  if (encoding === "utf-8" && bytes.includes(0)) return { reason: "binary: it holds zero bytes" };
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.trim() === "" ? { reason: "empty" } : { text: text.replace(/\r\n?/g, "\n") };
  } catch {
    return { reason: `not valid ${encoding.toUpperCase()}: save it as UTF-8` };
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
}
