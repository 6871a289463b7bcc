const BARE: readonly RegExp[] = [
  /^(?:(?:for|until|till|by|from|since|at|in|to|on|with|about) )?(?:how (?:long|much|many|often|far|old|big|late|soon|early)|when|where|why|who|which(?: ones?)?|what (?:time|day|date))(?: exactly| then| please)?$/iu,
  /^(?:(?:für|bis|ab|seit|von|um|nach|mit) )?(?:wie (?:lange|viele?|oft|weit|alt|groß|spät|früh)|wieviel|wann|wo|wohin|woher|warum|wieso|weshalb|wer|welche[rsnm]?)(?: genau| denn| dann| bitte)?$/iu,
  /^(?:(?:à|de|depuis|pendant|pour|jusqu'à) )?(?:combien(?: de (?:temps|fois))?|quand|où|pourquoi|comment|qui|lequel|laquelle|(?:à )?quelle heure)(?: exactement| alors)?$/iu,
  /^(?:(?:a|de|desde|hasta|por|para) )?(?:cu[aá]nt[oa]s?(?: tiempo)?|cu[aá]ndo|d[oó]nde|por qu[eé]|qui[eé]n|cu[aá]l(?:es)?|(?:a )?qu[eé] hora)(?: exactamente| entonces)?$/iu,
  /^(?:(?:a|di|da|per|fino a) )?(?:quant[oaie](?: tempo)?|quando|dove|perch[eé]|chi|qual[ei]|(?:a )?che ora)(?: esattamente| allora)?$/iu,
];

/** Question words and nothing that is asked of: "for how long?", "when?". It is about what was said before. */
export function isBareQuestion(text: string): boolean {
  const words = text.replace(/[?!.,¿\s]+/gu, " ").trim();
  return BARE.some((pattern) => pattern.test(words));
}
