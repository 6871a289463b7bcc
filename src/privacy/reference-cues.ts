/** Words after which an order or account number stands, in the languages that customers write most. Letters only. */

const number = "(?:nummern?|nrn?|no|id)?";

export const ORDER_WORDS = [
  "orders?|invoices?|receipts?|tickets?|cases?|claims?|complaints?|bookings?|reservations?|tracking|shipments?|parcels?",
  "payments?|refunds?|references?|rma|package|transaction",
  `(?:bestell|auftrags?|rechnungs?|sendungs|buchungs|vorgangs|paket|lieferschein|reklamations)${number}`,
  "bestellung|auftrag|rechnung|sendung|buchung|lieferschein|reservierung",
  "commandes?|factures?|colis|réservation|dossier|pedidos?|facturas?|reserva|paquete|encomenda|fatura",
  "ordin[ei]|commessa|fattura|prenotazione|bestelling|bestelnummer|factuur|boeking|beställning|ordrenummer|ordre",
  "zamówieni[ea]|faktura|przesyłki|objednávk[ay]|sipariş|fatura|заказа?|счёта?|счета?|посылки",
  "订单|訂單|发票|注文番号|注文|予約|주문|الطلب|طلب|فاتورة",
].join("|");

export const ACCOUNT_WORDS = [
  "accounts?|acct?|customers?|clients?|members?|membership|users?|students?|patients?|insurance|polic(?:y|ies)|contracts?",
  `(?:kunden|konto|vertrags|mitglieds|benutzer|nutzer|versicherungs)${number}|kundennr|konto|vertrag`,
  "compte|identifiant|cliente?|cuenta|conta|contrato|klantnummer|klant|kundnummer|kundenummer|klienta|konto|hesap",
  "клиента|аккаунт|账号|帐号|账户|アカウント|会員番号|계정|حساب",
].join("|");

/** After these a name made of letters alone may follow. */
export const LOGIN_WORDS =
  "user ?names?|user|login|log-in|benutzername|nutzername|usuario|usuária|nome utente|nom d'utilisateur|identifiant|username";

/** What may stand between such a word and its number. */
export const FILLERS = new Set(
  (
    "number numbers num no nos nr nrs n id ids code ref reference numero número numéro nummer numer номер č cislo číslo nº no. " +
    "is was are es est ist è é são er är to of the my our mine your for with in it its it's says shows lautet ist jest " +
    "le la el il de du des der die das cliente client kunde klienta name holder numaram numarası numaranız номером " +
    "confirmation booking invoice customer reset deactivate renamed and und et y e i oraz not or oder"
  ).split(" "),
);

/** A number right after one of these names a thing, not a person's business. */
export const THING_BEFORE =
  /(?:serial|\bsn|sku|isbn|version|error|model|part|build|release|\brfc|\biso|section|page|room|voucher|coupon|promo|request|terminal)(?:\s+(?:code|number|no|id|is))?[\s:.#]{0,3}$/iu;
