/** Words after which an order or account number stands, in the languages that customers write most. Letters only. */

const number = "(?:nummern?|nrn?|no|id)?";

export const ORDER_WORDS = [
  "orders?|purchases?|invoices?|receipts?|tickets?|cases?|incidents?|claims?|complaints?|bookings?|reservations?|appointments?",
  "tracking|shipments?|consignments?|parcels?|deliver(?:y|ies)|returns?|payments?|refunds?|transfers?|transactions?",
  "references?|refs?|réf|rif|confirmation|rma|awb|waybill|mandate?|package|quotes?|quotations?|dockets?|enquir(?:y|ies)",
  `(?:bestell|auftrags?|rechnungs?|sendungs|buchungs|vorgangs|paket|lieferschein|reklamations|angebots|retouren|referenz|vorgangs|ticket)${number}`,
  "bestellung|auftrag|rechnung|sendung|buchung|lieferschein|reservierung|angebot|vorgang|retoure|gutschrift|mahnung|aktenzeichen",
  "commandes?|factures?|colis|réservations?|dossiers?|référence|suivi|devis|retour|pedidos?|facturas?|reservas?|referencia|seguimiento|localizador",
  "encomendas?|faturas?|reserva|referência|rastreio|protocolo|nota fiscal|ordin[ei]|commessa|fattura|prenotazione|spedizione|riferimento|pratica",
  "bestelling|bestelnummer|factuur|boeking|zending|referentie|beställning|ordernummer|ordrenummer|ordre|ärende|referens|sag",
  "zamówieni[ea]|faktura|faktury|przesyłk[ai]|przesyłki|zgłoszeni[ea]|rezerwacj[ai]|objednávk[ay]|zásilk[ay]|rezervac[ei]|sipariş|fatura|kargo",
  "заказа?|счёта?|счета?|посылки|накладная|брони|заявк[аи]",
  "订单|訂單|发票|运单|注文番号|注文|予約|주문|송장|الطلب|طلب|فاتورة|حجز",
].join("|");

export const ACCOUNT_WORDS = [
  "accounts?|acct?|acc|customers?|cust|clients?|members?|membership|users?|students?|patients?|insurance|polic(?:y|ies)|contracts?",
  "subscriptions?|subscribers?|employees?|staff|loyalty|library card|licen[cs]e key",
  `(?:kunden|konto|vertrags|mitglieds|benutzer|nutzer|versicherungs|personal)${number}|kundennr|konto|vertrag`,
  "compte|identifiant|contrat|adhérent|cliente?|cuenta|conta|contrato|contratto|utente|socio|klantnummer|klant|lidnummer|kundnummer|kundenummer|klienta|hesap|müşteri",
  "клиента|аккаунта?|договора?|账号|帐号|账户|会员号|アカウント|会員番号|お客様番号|계정|회원번호|حساب|العميل",
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
