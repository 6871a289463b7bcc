import type { Language } from "./wording.ts";

type Vocabulary = { people: string; reaching: string; around: string; wanting: string; reasons: string };

/**
 * A message asks for a person when it names one and every word of it belongs to such a request. "How do I hand a chat
 * over to an agent?" holds words that do not, and stays a question for the documentation.
 */
const VOCABULARY: Record<Language, Vocabulary> = {
  en: {
    people:
      "human humans person people agent agents representative representatives rep operator operators advisor adviser employee staff someone somebody",
    reaching:
      "talk speak speaking talking chat chatting contact reach connect connected transfer transferred forward switch call",
    around:
      "i i'd i'm we we'd wanna would like love prefer rather wish have must can could may might is it possible to with a an the some any your one of from real live actual human customer support service care free available member team helpdesk me my us you please now right away immediately asap instead today let put through touch in over there just only really directly line first trying going how where do ask for see",
    wanting: "want need give get",
    reasons: "about because regarding concerning who since as",
  },
  de: {
    people:
      "mensch menschen person mitarbeiter mitarbeiterin mitarbeitern berater beraterin kundenberater kundenberaterin kundendienst ansprechpartner ansprechpartnerin agent agenten kollegen jemand jemandem jemanden supportmitarbeiter",
    reaching: "sprechen reden verbinden verbunden chatten telefonieren weiterleiten kontaktieren erreichen anrufen",
    around:
      "ich wir möchte möchten will wollen würde würden muss müssen kann könnte können könnten darf sie du mich mir uns bitte mit zu an ein einem einer einen eine dem der den die das echten echter richtigen realen lebenden menschlichen anderen ihrem ihren support service vom aus jetzt sofort lieber gern gerne direkt werden wie",
    wanting: "brauche geben gib gebt holen hol rufen schicken",
    reasons: "wegen über weil bezüglich zum",
  },
  fr: {
    people:
      "humain humaine personne agent conseiller conseillère opérateur opératrice quelqu'un représentant représentante employé",
    reaching: "parler discuter échanger contacter joindre relation communiquer",
    around:
      "je j'aimerais veux voudrais souhaite souhaiterais préfère préférerais aimerais dois peux puis-je pourrais-je pouvez-vous pourriez-vous peut-on est-ce que me moi mettre mettez-moi passez-moi mis être en à à avec un une le la de du d'un d'une votre vrai vraie réel réelle service client support s'il vous te plaît svp maintenant directement plutôt comment ai j'ai",
    wanting: "besoin donner donnez donnez-moi donne-moi passer passez appeler appelez",
    reasons: "concernant parce car pour",
  },
  es: {
    people: "humano humana persona agente representante operador operadora asesor asesora alguien empleado empleada",
    reaching: "hablar chatear comunicarme contactar conversar pasarme ponerme transferir transferirme conectar atienda",
    around:
      "yo quiero quisiera me gustaría prefiero deseo querría puedo podría puede pueden podrían se con a un una el la al algún alguna verdadera verdadero real ser de del su servicio soporte atención cliente por favor ahora ya mismo directamente que cómo poner póngame páseme contacto en",
    wanting: "necesito dar darme da deme dame pasa pasar pase llamar",
    reasons: "sobre porque acerca para",
  },
  it: {
    people: "umano umana persona operatore operatrice agente rappresentante consulente qualcuno addetto addetta",
    reaching: "parlare chattare contattare comunicare passarmi contatto trasferire collegare",
    around:
      "vorrei voglio ho di preferisco preferirei desidero devo posso potrei può potete mi si con a ad un una un' il la lo vero vera reale essere in del dell' servizio assistenza clienti per favore piacere adesso ora subito direttamente come mettere messo",
    wanting: "bisogno dare darmi dia dammi passare passi passa chiamare chiami",
    reasons: "riguardo perché circa su",
  },
};

/** "agent", "a human please": short enough to be nothing else. */
const BARE_REQUEST_WORDS = 4;

export function personRequests(): (words: string[]) => Language | null {
  const languages = Object.entries(VOCABULARY).map(([language, { people, reaching, around, wanting, reasons }]) => ({
    language: language as Language,
    people: new Set(people.split(" ")),
    reaching: new Set(reaching.split(" ")),
    around: new Set(around.split(" ")),
    wanting: new Set(wanting.split(" ")),
    reasons: new Set(reasons.split(" ")),
  }));

  return (words) => {
    for (const { language, people, reaching, around, wanting, reasons } of languages) {
      const named = words.findIndex((word) => people.has(word));
      if (named < 0) continue;
      const reason = words.findIndex((word, at) => at > named && reasons.has(word));
      const request = reason < 0 ? words : words.slice(0, reason);
      const asksFor = (word: string) => reaching.has(word) || wanting.has(word);
      const closed = request.every((word) => people.has(word) || asksFor(word) || around.has(word));
      if (closed && (request.length <= BARE_REQUEST_WORDS || request.some(asksFor))) {
        return language;
      }
    }
    return null;
  };
}
