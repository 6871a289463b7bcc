/** Words of asking, which every question may hold: another one of them makes no other question. */
const ASKING = `
able advise allow allowed allows also already anybody anyone anything ask asking come comes coming could currently detail
details do done exactly explain far find gave get gets getting give given gives go goes going gone got guess happen happened
happens hello help hey hi im information info ive keep kindly know let like long look looking lot made make makes making many
maybe much need needed needs now ok okay please possible possibly put question questions quick quickly really right say see
seen show shown shows soon still sort sure take taken takes taking tell tells thank thanks thing things think tried try trying
took us use uses using wanna want wanted wants way ways went will wonder wondering work worked working works would
bitte bekomme bekommen brauche brauchen danke denn eigentlich erklären etwas finden frage geben geht gehen genau gerne gern
gibt hallo jemand lange mache machen macht mal möchte möchten möglich nehmen nimmt sagen sagt viel wissen wollen zeigen
aimerais aller avoir besoin bonjour chose combien dire faire fait longtemps merci montrer obtenir peut peux possible pouvez
prendre question savoir trouver veux voudrais vouloir
algo cuánto decir encontrar gracias hacer hola mostrar necesita necesito obtener posible pregunta puede puedo quiero quisiera
saber tomar
bisogno ciao dire domanda fare grazie mostrare ottenere posso possibile prendere qualcosa quanto sapere trovare vorrei
`;

/** Words that make another question of whatever they stand in: time, order, count and their opposites. */
const DECIDING = `
second seconds minute minutes minutely hour hours hourly day days daily night nights nightly week weeks weekly fortnight
weekend weekends month months monthly quarter year years yearly annual annually monday tuesday wednesday thursday friday
saturday sunday january february march april june july august september october november december morning afternoon evening
midnight noon yesterday today tomorrow early earlier late later before after first last half double twice once two three four
five six seven eight nine ten eleven twelve
sekunde sekunden minute minuten stunde stunden tag tage tagen täglich nacht nächte woche wochen wöchentlich wochenende monat
monate monatlich jahr jahre jährlich montag dienstag mittwoch donnerstag freitag samstag sonntag gestern heute morgen früh
früher spät später vor nach halb halber zwei drei vier fünf sechs sieben acht neun zehn
seconde minute heure heures jour jours nuit nuits semaine semaines mois année ans weekend hier demain tôt tard avant après
deux trois quatre cinq sept huit neuf dix
segundo minuto hora horas día días noche noches semana semanas mes meses año años ayer mañana temprano tarde antes después dos
tres cuatro cinco seis siete ocho nueve diez
secondo minuto ora ore giorno giorni notte notti settimana settimane mese mesi anno anni ieri domani presto tardi prima dopo
due tre quattro cinque sei sette otto nove dieci
`;

/**
 * What is asked for, and which one. Told apart only where there are few phrasings: "when" and "how long" ask for much the
 * same, and an answer for all of them is one for the others, too.
 */
const QUESTIONING = `
where when why who wo wann warum wieso wer où quand pourquoi qui dónde cuándo quién dove quando perché chi
only other others another else same instead except between until from used
nur andere anderen anderer anderes außer statt zwischen bis seulement autre autres sauf entre depuis
solo sólo otro otra otros otras excepto desde altro altra altri altre tranne
`;

/** "How many" asks for a number of what "do you have" asks for at all. */
const COUNTING = /(?<!\p{L})(?:how many|wie viele|combien de|cuánt[oa]s|quant[ie])(?!\p{L})/iu;

const setOf = (words: string) => new Set(words.split(/\s+/u).filter((word) => word !== ""));
const asking = setOf(ASKING);
const deciding = setOf(DECIDING);
const questioning = setOf(QUESTIONING);

export const isAsking = (word: string): boolean => asking.has(word);
export const isQuestioning = (word: string): boolean => questioning.has(word);
export const counts = (text: string): boolean => COUNTING.test(text);
export const isDeciding = (word: string): boolean => deciding.has(word) || /\p{N}/u.test(word);
