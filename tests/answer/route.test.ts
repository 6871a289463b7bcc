import { describe, expect, it } from "@jest/globals";
import { router } from "../../src/answer/route.ts";

const route = router();

describe("choosing the way", () => {
  it.each([
    ["hi", "en"],
    ["Hello there!", "en"],
    ["Thanks a lot 😊", "en"],
    ["ok, thank you very much", "en"],
    ["Guten Tag", "de"],
    ["Vielen Dank!", "de"],
    ["Bonjour à tous", "fr"],
    ["merci beaucoup", "fr"],
    ["¡Hola!", "es"],
    ["muchas gracias", "es"],
    ["Buongiorno", "it"],
    ["grazie mille", "it"],
  ])("[A10] takes %p for small talk", (text, language) => {
    expect(route(text)).toMatchObject({ route: "small-talk", language });
  });

  it("[A10] answers what is asked rather than the greeting before it", () => {
    expect(route("Hello, who are you?")).toMatchObject({ route: "small-talk", kind: "identity" });
  });

  it.each([
    ["hi, how do I reset my password?", "how do I reset my password?"],
    ["Thanks! And on Windows?", "And on Windows?"],
    ["thank you page", "thank you page"],
    ["hello world example", "hello world example"],
    ["How do I thank a contributor?", "How do I thank a contributor?"],
    ["and on Linux?", "and on Linux?"],
  ])("[A11] takes %p for a question", (text, searched) => {
    const way = route(text);

    expect(way.route).toBe("documentation");
    if (way.route === "documentation") expect(searched).toContain(way.text);
  });

  it.each([
    ["I want to talk to a human", "en"],
    ["Can I speak with a real person please?", "en"],
    ["agent", "en"],
    ["connect me to a support agent right now", "en"],
    ["hi, I need to talk to someone about my invoice", "en"],
    ["Ich möchte mit einem Menschen sprechen", "de"],
    ["Je voudrais parler à un conseiller", "fr"],
    ["quiero hablar con una persona", "es"],
    ["vorrei parlare con un operatore", "it"],
    ["Können Sie mir einen Menschen geben?", "de"],
    ["Pouvez-vous me passer un conseiller ?", "fr"],
    ["¿Me puede pasar con una persona?", "es"],
    ["Mi può passare un operatore?", "it"],
    ["Can you get me a human?", "en"],
  ])("[A12] hears a request for a person in %p", (text, language) => {
    expect(route(text)).toEqual({ route: "person", language });
  });

  it.each([
    "How do agents hand a chat over?",
    "Can a customer talk to a person in the widget?",
    "What does the user agent header mean?",
    "How many people can use one licence?",
    "Do you have a human resources template?",
    "call the support API",
    "Wie viele Agenten gibt es?",
    "Kann ich einem Mitarbeiter Zugriff geben?",
  ])("[A13] leaves %p a question", (text) => {
    expect(route(text).route).toBe("documentation");
  });
});
