import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { router } from "../../src/answer/route.ts";

const route = router();

describe("asking for a person", () => {
  it.each([
    ["I want to talk to a person, this bot is useless", "en"],
    ["this is useless, give me a human!!!", "en"],
    ["Your bot is shit. Put me through to a real person.", "en"],
    ["please get me a member of staff, I am stuck at the lake", "en"],
    ["this bot is rubbish give me a human", "en"],
    ["I've asked three times and I want to speak to someone real", "en"],
    ["Useless. A human please.", "en"],
    ["That does not help. Connect me with a representative!", "en"],
    ["I don't know how to lock it; can I talk to somebody?", "en"],
    ["you don't understand me\nlet me speak to an operator", "en"],
    ["I don't want to chat with a bot, I want a human", "en"],
    ["transfer me to a colleague, the map is wrong", "en"],
    ["I want to speak to your manager. This is a disgrace.", "en"],
    ["Hello? What a mess! Now put me through to an agent", "en"],
    ["I want to talk to a human not a bot", "en"],
    ["How can I speak to an agent about my refund?", "en"],
    ["I need help, person please", "en"],
    ["please can someone help me?", "en"],
    ["I want a human! Why is nobody there?", "en"],
    ["Ich möchte mit einem Menschen sprechen, wo ist jemand?", "de"],
    ["Ich brauche Hilfe, bitte ein Mensch", "de"],
    ["J'ai besoin d'aide, un humain svp", "fr"],
    ["Necesito ayuda, una persona por favor", "es"],
    ["quiero hablar con una persona, ¿no hay nadie?", "es"],
    ["Ho bisogno di aiuto, una persona per favore", "it"],
    ["Voglio parlare con una persona! Non c'è nessuno?", "it"],
    ["Ich möchte mit einem Menschen sprechen, das hier ist Mist", "de"],
    ["Das bringt nichts! Geben Sie mir bitte einen echten Menschen!", "de"],
    ["so ein Quatsch, ich will mit jemandem reden", "de"],
    ["Das stimmt nicht und ich möchte mit einem Mitarbeiter sprechen", "de"],
    ["Der Bot ist dumm. Stellen Sie mich zu einem Mitarbeiter durch.", "de"],
    ["verbinden Sie mich mit Ihrem Chef, ich habe genug", "de"],
    ["C'est nul ! Je veux parler à un humain", "fr"],
    ["ce robot ne comprend rien, passez-moi un conseiller", "fr"],
    ["Ça ne marche pas et je voudrais parler à quelqu'un", "fr"],
    ["Mettez-moi en relation avec un agent, je suis bloqué au lac", "fr"],
    ["esto no sirve, quiero hablar con una persona", "es"],
    ["¡Qué desastre! Páseme con un agente, por favor.", "es"],
    ["no, quiero hablar con una persona", "es"],
    ["no i want a human", "en"],
    ["give me a human again", "en"],
    ["can I have a person please?", "en"],
    ["no me entiendes y necesito hablar con alguien", "es"],
    ["Quiero hablar con el encargado. Estoy harto.", "es"],
    ["non capisci niente, voglio parlare con una persona", "it"],
    ["Questo bot è inutile! Passatemi un operatore!", "it"],
    ["sono bloccato al lago e vorrei parlare con qualcuno", "it"],
    ["ho bisogno di un operatore, sono al lago", "it"],
  ])("[A12] hears it in one clause of %p", (text, language) => {
    expect(route(text)).toEqual({ route: "person", language });
  });

  it.each([
    "Can a person talk to the API? I want to know.",
    "How do I hand over to a human?",
    "Can agents see my mail?",
    "Can agents see my chat?",
    "I want to talk to a person about the gateway, how do I configure it?",
    "How do I reset my password? I want to talk to a person.",
    "Can a customer, in the widget, talk to a person?",
    "In the inbox, human agents can talk to you.",
    "Please do not give me a human, just tell me the price",
    "I don't want to talk to a person, I want to know the price",
    "What happens when a customer writes give me a human?",
    "If a visitor says I want a human then the bot is quiet",
    "How do I add a colleague and get a human agent to answer?",
    "contact manager",
    "How many persons fit, and can a person under 18 rent?",
    "Who do I talk to about invoices?",
    "I need help with the agent",
    "I need help, one person wants to join our trip",
    "Ich brauche Hilfe mit dem Agent",
    "I want to talk to a person. What is an agent?",
    "I want to speak to an agent, where is the refund form?",
    "Ich möchte mit einem Menschen sprechen, wo ist die Rechnung?",
    "Ein Zimmer, eine Person bitte",
    "I am leaving on the 3rd of this month. One person.",
    "Ich reise am Montag. Eine Person.",
    "What does it mean: put me through to an agent?",
    "How can a customer talk to a person?",
    "¿Cómo puede un cliente hablar con una persona?",
    "The button, connect me to an agent, is that translated?",
    "Wie gebe ich einem Menschen den Chat weiter?",
    "Kann ein Mitarbeiter meine Nachricht lesen, und wo steht das?",
    "Ich will nicht mit einem Menschen sprechen, ich will den Preis wissen",
    "Was kostet das Rad? Ich möchte mit einem Menschen sprechen.",
    "Comment passer la conversation à un conseiller ?",
    "Un agent peut-il lire mes messages ?",
    "Comment changer de forfait ? Je veux parler à un humain.",
    "Je ne veux pas parler à un humain, je veux le prix",
    "¿Cómo paso la conversación a un agente?",
    "¿Puede un agente leer mis mensajes?",
    "no quiero hablar con una persona, quiero el precio",
    "Come passo la chat a un operatore?",
    "Un operatore può leggere i miei messaggi?",
    "non voglio parlare con una persona, voglio il prezzo",
  ])("[A13] leaves %p to the documentation", (text) => {
    expect(route(text).route).toBe("documentation");
  });

  it("[A13] takes no question of our evaluations and no heading of the handbook for one", () => {
    const asked = [...questionsIn("tests/evaluation"), ...headingsIn("knowledge")];
    const taken = asked.filter((text) => route(text).route === "person");

    expect(asked.length).toBeGreaterThan(500);
    // That heading is the very request that its section is about.
    expect(taken.filter((text) => text !== "Talk to a person")).toEqual([]);
  });

  it("[A12] finds a request at the end of a very long message, and none where it is not asked", () => {
    const complaint = "the bicycle is broken and nobody comes. ".repeat(200);

    expect(route(`${complaint}Get me a human`).route).toBe("person");
    expect(route(`${complaint}I want a person eating`).route).toBe("documentation");
  });
});

function questionsIn(folder: string): string[] {
  return filesIn(folder, ".jsonl").flatMap((file) =>
    linesOf(file)
      .filter((line) => line !== "")
      .map((line) => String((JSON.parse(line) as { question?: unknown }).question ?? "")),
  );
}

const headingsIn = (folder: string): string[] =>
  filesIn(folder, ".md").flatMap((file) => linesOf(file).flatMap((line) => /^#+ (.+)$/.exec(line)?.[1] ?? []));

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file));

const linesOf = (file: string): string[] => readFileSync(file, "utf8").split("\n");
