import type { Language } from "./wording.ts";

export type SmallTalk =
  | "greeting"
  | "thanks"
  | "acknowledgement"
  | "farewell"
  | "wellbeing"
  | "identity"
  /** Said of an answer. */
  | "complaint";

export type Courtesy = { language: Language | null; kind: SmallTalk | "filler" };

/** Whole phrases, in lower case and without punctuation; `|` parts them. A phrase of no language is a filler. */
const PHRASES: Record<SmallTalk, Record<Language, string>> = {
  greeting: {
    en: "hi|hello|hey|hiya|howdy|yo|hi there|hello there|hey there|good morning|good afternoon|good evening|good day|greetings|morning|evening|nice to meet you",
    de: "hallo|guten tag|guten morgen|guten abend|moin|moin moin|servus|grüß gott|grüss gott|hallöchen|tag|morgen",
    fr: "bonjour|bonsoir|salut|coucou|rebonjour",
    es: "hola|buenos días|buenos dias|buenas tardes|buenas noches|buenas|muy buenas",
    it: "ciao|buongiorno|buon giorno|buonasera|buona sera|salve",
  },
  thanks: {
    en: "thanks|thank you|thank u|thx|ty|cheers|many thanks|thanks a lot|thanks a million|thanks so much|thank you so much|thank you very much|much appreciated|i appreciate it|i appreciate your help|thanks for your help|thank you for your help|thanks for the help|thank you for the help|thanks for the info|thanks for helping|no thanks|no thank you",
    de: "danke|vielen dank|danke schön|danke sehr|dankeschön|besten dank|herzlichen dank|tausend dank|danke dir|danke ihnen|danke für die hilfe|danke für ihre hilfe|vielen dank für ihre hilfe|nein danke",
    fr: "merci|merci beaucoup|merci bien|mille mercis|merci pour votre aide|merci de votre aide|merci pour ton aide|non merci|merci infiniment",
    es: "gracias|muchas gracias|mil gracias|muchísimas gracias|gracias por su ayuda|gracias por tu ayuda|gracias por la ayuda|no gracias",
    it: "grazie|grazie mille|molte grazie|tante grazie|grazie tante|grazie infinite|grazie per l'aiuto|ti ringrazio|la ringrazio|no grazie",
  },
  acknowledgement: {
    en: "ok|okay|k|alright|all right|got it|i got it|understood|i understand|i see|great|perfect|awesome|excellent|cool|nice|super|wonderful|fantastic|good to know|makes sense|that makes sense|that helps|that helped|that worked|it worked|it works|it works now|that works|very helpful|that was helpful|sounds good|that's all|thats all|that is all|that will be all|that's it|nothing else|no that's all|no that is all|no that's it|good job|well done|you're great|you rock|lol|haha",
    de: "alles klar|verstanden|verstehe|perfekt|prima|klasse|toll|sehr gut|das hat geholfen|das war alles|das war's|das wars|das ist alles|in ordnung|passt|gut",
    fr: "d'accord|compris|j'ai compris|parfait|génial|très bien|c'est tout|ça marche|c'est bon|entendu",
    es: "vale|de acuerdo|entendido|entiendo|perfecto|genial|estupendo|muy bien|eso es todo|nada más|ya entiendo",
    it: "va bene|capito|ho capito|perfetto|ottimo|benissimo|è tutto|tutto chiaro|d'accordo|niente altro",
  },
  farewell: {
    en: "bye|goodbye|good bye|bye bye|see you|see you later|see ya|have a nice day|have a good day|have a great day|have a good one|have a nice weekend|have a great weekend|good night|take care|later|talk to you later",
    de: "tschüss|tschüs|tschau|auf wiedersehen|bis bald|bis später|schönen tag noch|einen schönen tag|schönes wochenende|gute nacht|ade",
    fr: "au revoir|à bientôt|à plus|à plus tard|bonne journée|bonne soirée|bonne nuit|adieu|bon week-end",
    es: "adiós|adios|hasta luego|hasta pronto|hasta mañana|nos vemos|chao|que tenga un buen día|que tengas un buen día",
    it: "arrivederci|arrivederla|a presto|a dopo|buona giornata|buona serata|buonanotte|buona notte|addio",
  },
  wellbeing: {
    en: "how are you|how are you doing|how are you today|how are you doing today|how's it going|how is it going|what's up|whats up|sup|how do you do|how have you been|you ok|are you ok",
    de: "wie geht es dir|wie geht's|wie gehts|wie geht es ihnen|wie geht's dir|wie läuft's|alles gut",
    fr: "comment ça va|ça va|comment allez-vous|comment allez vous|comment vas-tu|comment tu vas|vous allez bien|tu vas bien",
    es: "cómo estás|como estas|cómo está|como esta|qué tal|que tal|cómo te va|cómo va todo|qué pasa",
    it: "come stai|come va|come sta|tutto bene|come state|come ti va",
  },
  complaint: {
    en: "that did not help|that didn't help|that does not help|that doesn't help|this did not help|this didn't help|this does not help|this doesn't help|it did not help|it didn't help|did not help|didn't help|doesn't help|not helpful|that's not helpful|that is not helpful|that was not helpful|that wasn't helpful|this is not helpful|not what i asked|that's not what i asked|that is not what i asked|this is not what i asked|that's not what i meant|that is not what i meant|that's not my question|that is not my question|that wasn't my question|that's not it|that is not it|that's wrong|that is wrong|wrong answer|i tried that|i already tried that|i've tried that|i've already tried that|i have already tried that|already tried that|that did not work|that didn't work|that does not work|that doesn't work|it did not work|it didn't work|still not working|it's still not working|still doesn't work|it still doesn't work|it still does not work|you don't understand|you do not understand|you didn't understand|you don't understand me|you're not helping|you are not helping|useless|this is useless|that's useless|that is useless",
    de: "das hilft nicht|das hilft mir nicht|das hilft mir nicht weiter|hilft mir nicht|hilft nicht|das hat nicht geholfen|das hat mir nicht geholfen|hat nicht geholfen|nicht hilfreich|das ist nicht hilfreich|das war nicht hilfreich|danach habe ich nicht gefragt|das habe ich nicht gefragt|das ist nicht meine frage|das war nicht meine frage|das meine ich nicht|das ist falsch|das stimmt nicht|falsche antwort|das habe ich schon versucht|das habe ich schon probiert|habe ich schon versucht|habe ich schon probiert|das hat nicht funktioniert|das funktioniert nicht|funktioniert immer noch nicht|geht immer noch nicht|es geht immer noch nicht|du verstehst mich nicht|sie verstehen mich nicht|das bringt nichts|das bringt mir nichts",
    fr: "ça n'aide pas|cela n'aide pas|ça ne m'aide pas|cela ne m'aide pas|ça n'a pas aidé|cela n'a pas aidé|ça ne m'a pas aidé|cela ne m'a pas aidé|pas utile|ce n'est pas utile|ce n'est pas ma question|ce n'était pas ma question|ce n'est pas ce que j'ai demandé|ce n'est pas ce que je demande|c'est faux|mauvaise réponse|j'ai déjà essayé|ça ne marche pas|cela ne marche pas|ça n'a pas marché|cela n'a pas marché|ça ne marche toujours pas|ça ne fonctionne pas|ça ne fonctionne toujours pas|vous ne comprenez pas|vous ne me comprenez pas|tu ne comprends pas",
    es: "no ayuda|eso no ayuda|esto no ayuda|no me ayuda|eso no me ayuda|no me ayudó|eso no me ayudó|no me sirve|eso no me sirve|esto no me sirve|no es lo que pregunté|eso no es lo que pregunté|no es lo que pregunto|esa no es mi pregunta|no era mi pregunta|es incorrecto|eso es incorrecto|respuesta incorrecta|ya lo intenté|ya lo he intentado|ya lo probé|ya lo he probado|eso no funcionó|no funcionó|eso no funciona|sigue sin funcionar|no me entiende|no me entiendes",
    it: "non aiuta|non mi aiuta|questo non aiuta|questo non mi aiuta|non mi ha aiutato|non è utile|non mi è utile|non è stato utile|non mi serve|non è quello che ho chiesto|non è la mia domanda|non era la mia domanda|è sbagliato|risposta sbagliata|ho già provato|ci ho già provato|l'ho già provato|non ha funzionato|questo non funziona|non funziona ancora|ancora non funziona|non mi capisce|non mi capisci",
  },
  identity: {
    en: "who are you|what are you|are you a bot|are you a robot|are you an ai|are you human|are you a human|are you real|are you a real person|is this a bot|am i talking to a bot|am i talking to a human|am i talking to a robot|am i talking to a real person|what's your name|what is your name|what can you do|what can you do for me|what can you help me with|how can you help me",
    de: "wer bist du|wer sind sie|bist du ein bot|bist du ein mensch|bist du ein roboter|sind sie ein bot|sind sie ein mensch|wie heißt du|wie heißen sie|was kannst du|was können sie",
    fr: "qui es-tu|qui es tu|qui êtes-vous|qui êtes vous|es-tu un robot|êtes-vous un robot|êtes-vous humain|tu es un robot|vous êtes un robot|comment tu t'appelles|comment vous appelez-vous|que peux-tu faire|que pouvez-vous faire",
    es: "quién eres|quien eres|quién es usted|eres un bot|eres un robot|eres humano|eres una persona|es usted un robot|cómo te llamas|como te llamas|qué puedes hacer|que puedes hacer",
    it: "chi sei|chi è lei|sei un bot|sei un robot|sei umano|sei una persona|come ti chiami|cosa puoi fare|che cosa puoi fare|cosa sai fare",
  },
};

const FILLERS =
  "there|all|everyone|everybody|team|guys|folks|sir|madam|friend|dear|bot|again|please|very much|so much|a lot|really|just|oh|ah|well|yes|yeah|yep|no|nope|then|now|today|that's|and|so|to you|you too|for everything|for your time|for that|ja|nein|also|dann|und|zusammen|oui|non|alors|et|monsieur|madame|à tous|sí|si|bueno|pues|y|señor|señora|a todos|sì|allora|e|a tutti|tutti";

/** Built once per desk: about five hundred phrases by their words. */
export function courtesies(): Map<string, Courtesy> {
  const phrases = new Map<string, Courtesy>();
  for (const filler of FILLERS.split("|")) phrases.set(filler, { language: null, kind: "filler" });
  for (const [kind, byLanguage] of Object.entries(PHRASES) as [SmallTalk, Record<Language, string>][]) {
    for (const [language, listed] of Object.entries(byLanguage) as [Language, string][]) {
      for (const phrase of listed.split("|")) phrases.set(phrase, { language, kind });
    }
  }
  return phrases;
}
