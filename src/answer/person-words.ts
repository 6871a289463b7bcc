import type { Language } from "./wording.ts";

export type PersonWords = {
  /** Whom a customer asks for. */
  people: string;
  /** Asked for only after an article: "a manager", while "contact manager" may be a feature. */
  superiors: string;
  reaching: string;
  wanting: string;
  /** What else may stand in a request, by itself or beside the word that `_` joins it to. */
  around: string;
  /** What may be wanted of the person, but not with a matter: "I need help with the agent" asks about that agent. */
  aid: string;
  /** Asked after beside a request: "is anybody there?" */
  anybody: string;
  /** What asks after them. */
  seeking: string;
  /** What ends it: the rest is why, or instead of whom. */
  reasons: string;
  /** What makes a person's bare name a request beside other sentences: "One person." books a seat. */
  urging: string;
  /** How a request begins inside a sentence, in one word or two; `|` parts them. */
  openings: string;
  /** Before an opening: it is told, denied or supposed, not asked. */
  blocking: string;
  /** Near the start of what asks the documentation something. */
  questions: string;
  /** At the start of a question without a question word. */
  auxiliaries: string;
};

/** Lower case, as customers write them; what else a request may hold was left out where documentation asks with it. */
export const PERSON_WORDS: Record<Language, PersonWords> = {
  en: {
    people:
      "human humans person people agent representative rep operator advisor adviser employee staff colleague someone somebody",
    superiors: "manager supervisor boss",
    reaching:
      "talk speak speaking talking chat chatting contact reach connect connected transfer transferred through forward switch call",
    wanting: "want need have give get send",
    around:
      "i i'd i'm we we'd wanna would like love prefer rather wish have must can could may might is it possible to with a an the some any your one_of of from real live actual human being customer_service customer_support customer_care customer_representative customer_agent customer_advisor support service care free available member team helpdesk me my us you please pls plz now right away again still immediately asap instead today let put touch in over there just only really directly line first trying going how where do ask_for damn bloody fucking",
    aid: "help helping assist assistance",
    anybody: "anyone anybody nobody",
    seeking: "where where's when why is isn't are there here coming",
    reasons: "about because regarding concerning who since as not",
    urging: "please pls plz now asap",
    openings:
      "i want|i need|i would|i'd like|i'd rather|i wish|i must|i have|we want|we need|we would|we'd like|give me|give us|get me|get us|put me|put us|connect me|connect us|transfer me|transfer us|let me|let us|send me|send someone|send somebody|switch me|forward me|can i|can we|can you|could i|could we|could you|may i|please|just",
    blocking:
      "not don't dont doesn't never if when whenever before until unless whether say says said write writes types think how to who",
    questions: "how what when where why who whose how's what's where's",
    auxiliaries: "can could may do does did is are will would should has have",
  },
  de: {
    people:
      "mensch menschen person mitarbeiter mitarbeiterin mitarbeitern berater beraterin kundenberater kundenberaterin kundendienst ansprechpartner ansprechpartnerin agent kollegen kollegin jemand jemandem jemanden supportmitarbeiter",
    superiors: "chef chefin vorgesetzten vorgesetzter",
    reaching:
      "sprechen reden verbinden verbunden verbinde chatten telefonieren weiterleiten kontaktieren erreichen anrufen durchstellen durch",
    wanting: "brauche brauchen geben gib gebt holen hol rufen schicken schickt",
    around:
      "ich wir möchte möchten will wollen würde würden muss müssen kann könnte können könnten darf sie du mich mir uns bitte mit zu an ein einem einer einen eine dem der den die das echten echter echte richtigen realen lebenden menschlichen anderen ihrem ihren euch euren eurem support service vom aus jetzt sofort endlich mal nur einfach lieber gern gerne direkt werden wie stellen stell verdammt",
    aid: "hilfe helfen hilf helft",
    anybody: "irgendjemand irgendwer niemand keiner",
    seeking: "wo wann warum wieso ist sind denn da hier kommt",
    reasons: "wegen über weil bezüglich zum nicht statt",
    urging: "bitte jetzt sofort",
    openings:
      "ich möchte|ich will|ich würde|ich brauche|ich muss|wir möchten|wir wollen|wir brauchen|möchte|kann ich|könnte ich|darf ich|können sie|könnten sie|kannst du|gib mir|gebt mir|geben sie|geben mir|hol mir|holen sie|verbinden sie|verbinde mich|stellen sie|lassen sie|bitte",
    blocking: "nicht nie kein keinen wenn ob falls bevor sagt schreibt",
    questions: "wie was wann wo warum wieso weshalb welche welcher welches wer wem wen woher wohin",
    auxiliaries: "kann können könnte ist sind gibt hat haben darf muss soll wird werden",
  },
  fr: {
    people:
      "humain humaine personne agent conseiller conseillère opérateur opératrice quelqu'un représentant représentante employé employée collègue",
    superiors: "responsable directeur directrice",
    reaching: "parler discuter échanger contacter joindre relation communiquer transférez-moi",
    wanting: "besoin veux donner donnez donnez-moi donne-moi passer passez passez-moi appeler appelez",
    around:
      "je j'aimerais voudrais souhaite souhaiterais préfère préférerais aimerais dois peux puis-je pourrais-je pouvez-vous pourriez-vous peut-on est-ce que me moi mettre mettez-moi mis être en à avec un une le la de du d'un d'une votre vos vrai vraie réel réelle service service_client support s'il vous te plaît svp maintenant directement enfin juste plutôt comment ai j'ai membre l'équipe personnel peut_m'aider",
    aid: "aide d'aide aider m'aider",
    anybody: "aucun aucune",
    seeking: "où quand pourquoi est est-il sont il y a t-il y-a-t-il là ici",
    reasons: "concernant parce car pour pas",
    urging: "svp plaît maintenant",
    openings:
      "je veux|je voudrais|je souhaite|je souhaiterais|je préfère|je dois|j'aimerais|j'ai besoin|donnez-moi|donne-moi|passez-moi|mettez-moi|transférez-moi|puis-je|pourrais-je|pouvez-vous|pourriez-vous|peut-on|laissez-moi",
    blocking: "ne pas n'est si quand avant dit écrit",
    questions: "comment quand où pourquoi quel quelle quels quelles combien quoi",
    auxiliaries: "est-ce peut-on puis-je y",
  },
  es: {
    people:
      "humano humana persona agente representante operador operadora asesor asesora alguien empleado empleada compañero",
    superiors: "gerente supervisor encargado encargada jefe",
    reaching:
      "hablar chatear comunicarme contactar conversar pasarme pásame páseme ponerme póngame transferir transferirme conectar conéctame conécteme atienda",
    wanting: "necesito quiero dar darme da deme dame pasa pasar pase llamar",
    around:
      "yo quisiera me gustaría prefiero deseo querría puedo podría puede pueden podrían se con a un una el la al algún alguna verdadera verdadero real ser de del su servicio soporte atención al_cliente por favor ahora ya mismo directamente que cómo poner contacto en miembro personal equipo",
    aid: "ayuda ayudar ayudarme",
    anybody: "nadie",
    seeking: "no dónde donde cuándo cuando está están hay aquí ahí ahi viene",
    reasons: "sobre porque acerca para no",
    urging: "favor ahora",
    openings:
      "quiero|quisiera|necesito|prefiero|me gustaría|dame|deme|pásame|páseme|póngame|conéctame|conécteme|puedo hablar|podría hablar|puede pasarme|por favor",
    blocking: "no nunca si cuando antes dice escribe",
    questions: "cómo como qué cuándo cuando dónde donde cuál cuánto cuánta quién",
    auxiliaries: "puede pueden puedo hay es está",
  },
  it: {
    people:
      "umano umana persona operatore operatrice agente rappresentante consulente qualcuno addetto addetta collega",
    superiors: "responsabile capo direttore",
    reaching:
      "parlare chattare contattare comunicare passarmi passatemi contatto trasferire collegare collegatemi mettetemi",
    wanting: "bisogno voglio dare darmi dia dammi datemi mi passare passi passa chiamare chiami",
    around:
      "vorrei ho di preferisco preferirei desidero devo posso potrei può potete si con a ad un una un' il la lo vero vera reale essere in del dell' servizio assistenza assistenza_clienti servizio_clienti per favore piacere adesso ora subito direttamente come mettere messo membro personale",
    aid: "aiuto aiutare aiutarmi",
    anybody: "nessuno",
    seeking: "non dove dov'è quando c'è è sono qui lì là viene",
    reasons: "riguardo perché circa su non",
    urging: "favore piacere ora adesso subito",
    openings:
      "vorrei|voglio|preferisco|preferirei|desidero|ho bisogno|dammi|datemi|mi dia|mi passi|passatemi|collegatemi|mettetemi|posso parlare|potrei parlare|può passarmi|fatemi|per favore",
    blocking: "non mai se quando prima dice scrive",
    questions: "come cosa quando dove perché quale quali quanto chi",
    auxiliaries: "può posso potete c'è è",
  },
};
