const NEGATION =
  /(?<!\p{L})(?:not|no|never|cannot|without|nicht|kein\p{L}*|nie|ohne|pas|jamais|sans|nunca|sin|non|mai|senza|(?:do|does|did|is|are|was|has|have|could|would|should|ca|wo)nt)(?!\p{L})|n['’]t(?!\p{L})/iu;

/** Whether a text says that something is not so, in English, German, French, Spanish or Italian. */
export const denies = (text: string): boolean => NEGATION.test(text);

const EXCEPTION =
  /(?<!\p{L})(?:except(?:ing|ions?)?|only|unless|außer|nur|ausgenommen|sauf|seulement|uniquement|excepto|salvo|solo|sólo|solamente|tranne|eccetto|soltanto)(?!\p{L})/iu;

/** Whether it limits what stands before it: "There is no ferry in January", "only by day". */
export const limits = (text: string): boolean => denies(text) || EXCEPTION.test(text);
