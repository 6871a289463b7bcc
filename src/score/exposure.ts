/**
 * How much better than chance a model knows a secret among others that could have stood in its place: log₂ of their number,
 * less log₂ of the secret's rank (Carlini et al. 2019, "The Secret Sharer"). In bits; a model that never saw it has 1.44
 * on average, whatever their number. Of equal scores the secret counts in the middle.
 */
export function exposure(secret: number, others: readonly number[]): number {
  const above = others.filter((other) => other > secret).length;
  const equal = others.filter((other) => other === secret).length;
  return Math.log2(others.length + 1) - Math.log2(above + equal / 2 + 1);
}
