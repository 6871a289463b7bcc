/** Each ends right before a name. Anchored at the end and tried on a bounded slice, so they take constant time a word. */

/** Behind these any word that is not a common one is taken, in small letters too. */
export const FULL_NAME_BEFORE = new RegExp(
  `(?:^|[^\\p{L}])(?:${[
    "my (?:full |first |last )?name(?:'s| is|:)?|name is|names? ?:|(?:first|last|full|sur)\\s?name ?(?:is|:)?|i am called|call me|holder(?: is|:)?",
    "name on (?:it|card|the card|the account)(?: is)?:?|under the name(?: of)?|it's under|signed",
    "me llamo|mi nombre es|nombre ?:|a nombre de|je m['’]appelle|mon nom est|nom ?:?|ich hei(?:ß|ss)e|mein name ist|name ist|inhaber(?:in)?:?",
    "mi chiamo|il mio nome è|meu nome é|me chamo|mijn naam is|ik heet|jag heter|jeg hedder|jeg heter|nimeni on",
    "nazywam się|imię i nazwisko:?|jmenuji se|benim adım|adım|mera naam|меня зовут|имя:?|اسمي",
  ].join("|")})\\s*$`,
  "iu",
);

/** Behind these a capitalised word is a person when the gazetteer knows it, and several capitalised words are. */
export const INTRODUCED_BEFORE = cue(
  "name|i am|i['’]?m|this is|it['’]?s|it is|it was|its|here is|contact|contact is|owner(?: is)?|owner:|admin(?:istrator)?(?: is)?",
  "soy|habla|je suis|c['’]est|ici|ich bin|hier ist|hier spricht|sono|sou a?o?|ik ben|jag är|я|с вами|signs?:",
);

/** Behind these a capitalised word is a person unless it is a common word. */
export const PERSON_BEFORE = cue(
  "talk to|speak (?:to|with)|spoke (?:to|with)|speaking (?:to|with)|ask for|tell|attention|attn\\.?|belongs to|served by",
  "(?:best |kind )?regards|sincerely|grüße|grüssen|gruß|cordialement|saludos|saluti|groeten|hälsningar|pozdrawiam",
  "husband|wife|daughter|son|brother|sister|mother|father|colleague|boss|partner|assistant|driver|technician|friend|neighbou?r",
  "kollege|kollegin|mann|frau|tochter|sohn|collègue|mari|femme|demandez|marido|esposa|esposo|colega|técnico|moglie|marito|collega",
);

function cue(...phrases: string[]): RegExp {
  return new RegExp(`(?:^|[^\\p{L}])(?:${phrases.join("|")})(?: (?:von|de|del|di))?[\\s:,]{1,3}$`, "iu");
}

export const GREETING_BEFORE =
  /(?:^|[^\p{L}])(?:hi|hello|hey|dear|welcome|thanks|thank you|thx|sorry|good (?:morning|afternoon|evening)|hallo|guten (?:tag|morgen|abend)|danke|liebe[r]?|bonjour|bonsoir|merci|cher|chère|hola|gracias|listo|buen[oa]s (?:días|tardes|noches)|olá|obrigad[oa]|ciao|buongiorno|buonasera|grazie|dag|bedankt|merhaba|teşekkürler|tack|hej|tak|kiitos|dzień dobry|dziękuję|dobrý den|здравствуйте|спасибо|привет|أهلاً)[ ,]{1,3}(?:there )?$/iu;

/** Titles stand outside the name; what follows is one. */
export const TITLES = new Set(
  (
    "mr mrs ms miss dr prof herr herrn frau monsieur madame mademoiselle mme mlle señor señora señorita srta sr sra don doña " +
    "signor signora signore dottore dottoressa dott senhor senhora dona pan pani pana paní meneer mevrouw mijnheer fru hr " +
    "sir sergeant captain officer lady lord professor doktor"
  ).split(" "),
);

export const NAME_ASKED =
  /\b(?:full name|your name|the name|(?:last|first|sur)\s?name|name on|which name|what name|whose name|passenger name|holder|name\b[^.!]{0,30}\?|who am i|who shall|who should|who is|who signs|who do i|whom|beneficiary|the owner|contact|called\?)|(?:^|[^\p{L}])(?:welchen namen|ihr name|wie heißen|mit wem|wer ist|ansprechpartner|votre nom|à qui|su nombre|nombre de quién|con quién|suo nome|seu nome|uw naam|kontaktperson|imię|vem är|ваше имя|как вас зовут|您的姓名|お名前)/iu;

/** Behind a name: "Chloe here", "Mohammed Rahman speaking". */
export const PERSON_AFTER = /^\s(?:here|speaking|calling|again|says|said|hanım|bey|hier)(?![\p{L}])/iu;
