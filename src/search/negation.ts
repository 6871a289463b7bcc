const NEGATION =
  /(?<!\p{L})(?:not|no|never|cannot|without|nicht|kein\p{L}*|nie|ohne|pas|jamais|sans|nunca|sin|non|mai|senza|(?:do|does|did|is|are|was|has|have|could|would|should|ca|wo)nt)(?!\p{L})|n['’]t(?!\p{L})/iu;

/** Whether a text says that something is not so, in English, German, French, Spanish or Italian. */
export const denies = (text: string): boolean => NEGATION.test(text);
