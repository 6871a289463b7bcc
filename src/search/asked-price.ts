/**
 * "How much is a tandem?" asks for a price and says no word of it: what is left without function words is the tandem. By
 * language, how a price is asked for and what pages call it.
 */
const ASKED: readonly { asks: RegExp; words: readonly string[] }[] = [
  {
    asks: /\bhow much (?:(?:is|are|was|for|to|do you (?:charge|want|take)|(?:does|do|would|will|did) [^?.!]{0,80}?\b(?:cost|be|charge|pay))\b|(?:it|they) costs?\b)|\bwhat (?:does|do|would|will) [^?.!]{0,80}?\bcosts?\b|\bwhat (?:do|would|will) you charge\b|\b(?:does|do|will|would) [^?.!]{0,80}?\bcost (?:anything|something|extra|money|more)\b/iu,
    words: ["price", "cost"],
  },
  {
    asks: /(?<!\p{L})(?:wie ?viel (?:kostet|kosten|zahl\p{L}*)|was (?:kostet|kosten)|wie teuer|koste[nt] [^?.!]{0,40}?(?:etwas|was|extra|geld|mehr))(?!\p{L})/iu,
    words: ["Preis", "Kosten"],
  },
  {
    asks: /(?<!\p{L})(?:combien (?:co[uû]te\p{L}*|ça co[uû]te|est-ce que|pour)|quel est le (?:prix|tarif))(?!\p{L})/iu,
    words: ["prix", "tarif"],
  },
  {
    asks: /(?<!\p{L})(?:cu[aá]nto (?:cuesta\p{L}*|vale\p{L}*|es|son)|qu[eé] precio)(?!\p{L})/iu,
    words: ["precio", "coste"],
  },
  { asks: /(?<!\p{L})(?:quanto (?:costa\p{L}*|viene|è)|che prezzo)(?!\p{L})/iu, words: ["prezzo", "costo"] },
];

/** ISO 4217, and signs that are words in other letters: "try 3", "RS 232" and "10 ft" are no money. */
const CODES =
  "AED|ARS|AUD|BDT|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|ISK|JPY|KES|KRW|MXN|MYR|NGN|NOK|NZD|PEN|PHP|PKR|PLN|RON|RSD|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR";
const IN_CODES = new RegExp(`\\d\\s?(?:${CODES})(?!\\p{L})|(?<!\\p{L})(?:${CODES}|Rs\\.?)\\s?\\d`, "u");
const IN_SIGNS =
  /[£$€¥₹₩₺₽₴₪₫฿₦₱]\s?\d|\d\s?(?:[£€¥₹₩₺₽₴₪₫฿₦₱]|(?:kr|kč|zł|lei|лв|руб|dollars?|euros?|pounds?|francs?|cents?|pence|crowns?|kronor|kroner|rupees?|pesos?|reais|yen|yuan)(?!\p{L}))|(?<!\p{L})(?:Fr\.|kr\.?|zł)\s?\d/iu;

/** Whether an amount of money stands in it, or that something is free. */
export const namesPrice = (text: string): boolean => IN_SIGNS.test(text) || IN_CODES.test(text) || FREE.test(text);

const FREE = /(?<!\p{L})(?:free of charge|for free|free|kostenlos|gratuite?s?|gratis|gratuit[oa]s?)(?!\p{L})/iu;

const PRICES =
  /(?<!\p{L})(?:pric(?:es?|ing)|costs?|fees?|rates?|tariffs?|preise?|kosten|gebühren|tarife?s?|prix|precios?|tarifas?|prezz[oi]|costi|tariffe)(?!\p{L})/iu;

/** Whether a heading promises prices. */
export const promisesPrices = (heading: string): boolean => PRICES.test(heading);

/** What pages call the price that is asked for; nothing where none is. */
export const priceWords = (text: string): readonly string[] => ASKED.find(({ asks }) => asks.test(text))?.words ?? [];
