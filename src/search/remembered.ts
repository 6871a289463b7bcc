/**
 * What was made of a text, kept until texts of `most` UTF-16 units are: the passages that answer one question answer many.
 * Whoever gets it shares it and changes nothing in it.
 */
export function remembered<Value>(make: (text: string) => Value, most: number): (text: string) => Value {
  const known = new Map<string, Value>();
  let units = 0;
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (units + text.length > most) {
      known.clear();
      units = 0;
    }
    const made = make(text);
    known.set(text, made);
    units += text.length;
    return made;
  };
}
