/** What the bot says in its own name: never anything about the product. */
export type Language = "en" | "de" | "fr" | "es" | "it";

type Wording = {
  acknowledgement: string;
  /** `product` is null where it has no name: the documentation is not ours to name. */
  greeting: (product: string | null) => string;
  thanks: string;
  farewell: string;
  wellbeing: string;
  identity: (product: string | null) => string;
  notFound: string;
  /** Before the pages that come closest. */
  nearest: string;
  /** Before a quotation that may not answer the question. */
  inDoubt: string;
  /** A model declined. */
  cannotAnswer: string;
  /** An answer was of no use. */
  complaint: string;
  /** Behind each of the five above. */
  offerPerson: string;
  /** The answer to a request for a person. */
  passedOn: string;
};

export type Sentence = keyof Wording;

/** What a prompt calls a product that nobody has named. */
export const UNNAMED = "this website";

const SHIPPED: Record<Language, Wording> = {
  en: {
    acknowledgement: "Glad to hear it. Is there anything else you would like to know?",
    greeting: (product) => `Hello! What would you like to know${product === null ? "" : ` about ${product}`}?`,
    thanks: "You're welcome! Is there anything else you would like to know?",
    farewell: "Goodbye, and thank you for stopping by.",
    wellbeing: "I'm doing well, thank you. What can I help you with?",
    identity: (product) =>
      `I'm the automatic assistant ${product === null ? "of this website" : `for ${product}`}: I answer from its documentation. What would you like to know?`,
    notFound: "I could not find this in the documentation.",
    cannotAnswer: "I cannot help with that.",
    complaint: "I am sorry that this did not help. Perhaps you can say it in other words.",
    nearest: "The closest pages are:",
    inDoubt: "I am not sure that this answers your question:",
    offerPerson: "If you would rather talk to a person, just say so.",
    passedOn: "I am passing this on to our team.",
  },
  de: {
    acknowledgement: "Sehr schön. Möchten Sie sonst noch etwas wissen?",
    greeting: (product) => `Hallo! Was möchten Sie ${product === null ? "" : `über ${product} `}wissen?`,
    thanks: "Gern geschehen! Möchten Sie sonst noch etwas wissen?",
    farewell: "Auf Wiedersehen und vielen Dank für Ihren Besuch.",
    wellbeing: "Danke, gut. Wobei kann ich Ihnen helfen?",
    identity: (product) =>
      `Ich bin der automatische Assistent ${product === null ? "dieser Website" : `für ${product}`} und antworte aus der Dokumentation. Was möchten Sie wissen?`,
    notFound: "Das habe ich in der Dokumentation nicht gefunden.",
    cannotAnswer: "Dabei kann ich nicht helfen.",
    complaint: "Es tut mir leid, dass das nicht geholfen hat. Vielleicht können Sie es anders sagen.",
    nearest: "Am nächsten kommen diese Seiten:",
    inDoubt: "Ich bin nicht sicher, ob das Ihre Frage beantwortet:",
    offerPerson: "Wenn Sie lieber mit einem Menschen sprechen möchten, sagen Sie es einfach.",
    passedOn: "Ich gebe das an unser Team weiter.",
  },
  fr: {
    acknowledgement: "Très bien. Souhaitez-vous savoir autre chose ?",
    greeting: (product) => `Bonjour ! Que souhaitez-vous savoir${product === null ? "" : ` sur ${product}`} ?`,
    thanks: "Avec plaisir ! Souhaitez-vous savoir autre chose ?",
    farewell: "Au revoir, et merci de votre visite.",
    wellbeing: "Je vais bien, merci. En quoi puis-je vous aider ?",
    identity: (product) =>
      `Je suis l'assistant automatique de ${product ?? "ce site"} : je réponds à partir de sa documentation. Que souhaitez-vous savoir ?`,
    notFound: "Je n'ai pas trouvé cela dans la documentation.",
    cannotAnswer: "Je ne peux pas vous aider sur ce point.",
    complaint: "Je suis désolé que cela n'ait pas aidé. Vous pouvez peut-être le dire autrement.",
    nearest: "Les pages les plus proches sont :",
    inDoubt: "Je ne suis pas certain que ceci réponde à votre question :",
    offerPerson: "Si vous préférez parler à une personne, dites-le simplement.",
    passedOn: "Je transmets votre demande à notre équipe.",
  },
  es: {
    acknowledgement: "Muy bien. ¿Hay algo más que quiera saber?",
    greeting: (product) => `¡Hola! ¿Qué le gustaría saber${product === null ? "" : ` sobre ${product}`}?`,
    thanks: "¡De nada! ¿Hay algo más que quiera saber?",
    farewell: "Adiós y gracias por su visita.",
    wellbeing: "Muy bien, gracias. ¿En qué puedo ayudarle?",
    identity: (product) =>
      `Soy el asistente automático de ${product ?? "este sitio web"}: respondo a partir de su documentación. ¿Qué le gustaría saber?`,
    notFound: "No he encontrado esto en la documentación.",
    cannotAnswer: "No puedo ayudarle con eso.",
    complaint: "Siento que esto no le haya ayudado. Quizá pueda decirlo con otras palabras.",
    nearest: "Las páginas más cercanas son:",
    inDoubt: "No estoy seguro de que esto responda a su pregunta:",
    offerPerson: "Si prefiere hablar con una persona, dígalo sin más.",
    passedOn: "Paso su solicitud a nuestro equipo.",
  },
  it: {
    acknowledgement: "Bene. C'è altro che vorrebbe sapere?",
    greeting: (product) => `Ciao! Che cosa vorrebbe sapere${product === null ? "" : ` su ${product}`}?`,
    thanks: "Prego! C'è altro che vorrebbe sapere?",
    farewell: "Arrivederci e grazie della visita.",
    wellbeing: "Bene, grazie. Come posso aiutarla?",
    identity: (product) =>
      `Sono l'assistente automatico di ${product ?? "questo sito"}: rispondo in base alla documentazione. Che cosa vorrebbe sapere?`,
    notFound: "Non l'ho trovato nella documentazione.",
    cannotAnswer: "Non posso aiutarla con questo.",
    complaint: "Mi dispiace che questo non abbia aiutato. Forse può dirlo con altre parole.",
    nearest: "Le pagine più vicine sono:",
    inDoubt: "Non sono certo che questo risponda alla sua domanda:",
    offerPerson: "Se preferisce parlare con una persona, lo dica pure.",
    passedOn: "Inoltro la sua richiesta al nostro team.",
  },
};

/** How the bot says a sentence to this customer. */
export type Say = (sentence: Sentence, language: Language) => string;

/** @param own the sentences of a version of the prompt; null: as it ships */
export function sayings(productName: string, own: (...said: Parameters<Say>) => string | null = () => null): Say {
  const product = productName === UNNAMED ? null : productName;
  return (sentence, language) => {
    const shipped = SHIPPED[language][sentence];
    return own(sentence, language) ?? (typeof shipped === "string" ? shipped : shipped(product));
  };
}

/** Every sentence as it ships, for those who word it anew. */
export function shippedWords(productName: string): Record<Language, Record<Sentence, string>> {
  const say = sayings(productName);
  const wordsIn = (language: Language) =>
    Object.fromEntries(
      Object.keys(SHIPPED[language]).map((sentence) => [sentence, say(sentence as Sentence, language)]),
    );
  const words = Object.keys(SHIPPED).map((language) => [language, wordsIn(language as Language)]);
  return Object.fromEntries(words) as Record<Language, Record<Sentence, string>>;
}
