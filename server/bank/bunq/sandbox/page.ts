// The sandbox's page for people: accounts and statement in Dutch, without scripts.

import type { PlayedFaults } from "./books.ts";
import { playedFaultsOf } from "./page-faults.ts";
import { dutchTime, escapeHtml } from "./page-text.ts";
import type { StatementAccount, StatementMovement } from "./statement.ts";

/** The newest movements shown of an account; the JSON statement has them all. */
export const shownMovements = 200;

const statusNames = { booked: "Geboekt", pending: "In behandeling", returned: "Teruggekomen" };

/** "-123456" → "− € 1.234,56" */
export function dutchEuros(centsText: string): string {
  const cents = BigInt(centsText);
  const absolute = cents < 0n ? -cents : cents;
  const euros = (absolute / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ".");
  const decimals = (absolute % 100n).toString().padStart(2, "0");
  return `${cents < 0n ? "− " : ""}€ ${euros},${decimals}`;
}

const groupIban = (iban: string): string => iban.replace(/(.{4})(?=.)/g, "$1 ");

/** How a payment came about, when not alone. */
function originOf({ batch, draftId }: StatementMovement): string {
  const parts = [
    batch && `Verzamelopdracht ${batch.id}: ${batch.place} van ${batch.size}`,
    draftId !== null && `Klaargezette opdracht ${draftId}`,
  ];
  return parts.flatMap((part) => (part ? [`<small>${part}</small>`] : [])).join("");
}

function rowOf(movement: StatementMovement): string {
  const name = escapeHtml(movement.counterpartyName ?? "–");
  const iban = escapeHtml(groupIban(movement.counterpartyIban ?? ""));
  // Whoever puts it in both fields needs to see it once.
  const isRepeated = movement.description.includes(movement.merchantReference ?? "");
  const reference = isRepeated ? "" : escapeHtml(movement.merchantReference ?? "");
  const isIncoming = !movement.amountCents.startsWith("-");
  return `<tr>
<td>${dutchTime(movement.createdAt)}<small>nr. ${movement.id}</small></td>
<td>${name}<small>${iban}</small></td>
<td>${escapeHtml(movement.description)}<small>${reference}</small>${originOf(movement)}</td>
<td data-label="Stand">${movement.returnOf === null ? statusNames[movement.status] : "Retourboeking"}</td>
<td data-label="Bedrag" class="amount${isIncoming ? " incoming" : ""}">${dutchEuros(movement.amountCents)}</td>
<td data-label="Saldo" class="amount">${dutchEuros(movement.balanceAfterCents)}</td>
</tr>`;
}

function accountOf(account: StatementAccount): string {
  const newest = account.movements.toReversed();
  const rows = newest.map(rowOf).join("\n");
  const table = `<div class="scroll" tabindex="0" role="region" aria-label="Afschrift van ${escapeHtml(account.name)}">
<table><thead><tr><th scope="col">Tijd</th><th scope="col">Tegenrekening</th><th scope="col">Omschrijving</th>
<th scope="col">Stand</th><th scope="col" class="amount">Bedrag</th><th scope="col" class="amount">Saldo</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
  const total = account.movementCount;
  const note = total > newest.length ? ` De nieuwste ${newest.length} staan hieronder.` : "";
  return `<section>
<h2>${escapeHtml(account.name)}</h2>
<p class="iban">${escapeHtml(groupIban(account.iban))}</p>
<p class="balance">${dutchEuros(account.balanceCents)}</p>
<p>Beginsaldo ${dutchEuros(account.openingCents)} · ${total} ${total === 1 ? "boeking" : "boekingen"}.${note}</p>
${total > 0 ? table : "<p>Nog geen boekingen.</p>"}
</section>`;
}

/** The whole page. @param given.played Oldest first. */
export function pageOf(given: {
  readonly accounts: readonly StatementAccount[];
  readonly played: readonly PlayedFaults[];
}): string {
  return `<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Oefenbank – rekeningen en afschriften</title><link rel="stylesheet" href="/_sandbox/style.css"></head>
<body><header><h1>Oefenbank</h1><p>Een nagebootste bank om mee te oefenen. Er staat hier geen echt geld.</p></header>
<main>${given.accounts.map(accountOf).join("\n")}
${playedFaultsOf(given.played)}</main>
<footer><p>Ververs de pagina voor de laatste stand. <a href="/_sandbox/statement">Afschrift als JSON</a></p></footer>
</body></html>`;
}

export const pageStyle = `:root{color-scheme:light dark;--ink:#1b2430;--soft:#556070;--line:#d5dbe3;--card:#fff;--ground:#f3f5f8;--in:#0b6b3a;--link:#0b57a4}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf1;--soft:#a9b4c2;--line:#3a4553;--card:#1d2530;--ground:#12181f;--in:#6fd39c;--link:#8fc2ff}}
*{box-sizing:border-box}body{margin:0;padding:1.5rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
header,main,footer{max-width:72rem;margin:0 auto}h1{margin:0}header p,footer p{color:var(--soft);margin:.25rem 0 1.5rem}
section{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem;margin-bottom:1.5rem}
h2{margin:0}.iban{margin:0;color:var(--soft);font-variant-numeric:tabular-nums}.balance{margin:.5rem 0 0;font-size:1.75rem;font-weight:700}
.scroll{overflow-x:auto}table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:.5rem .75rem;border-bottom:1px solid var(--line);vertical-align:top}
small{display:block;color:var(--soft);overflow-wrap:anywhere}ul{margin:0;padding-left:1.1rem}h2+p{margin-top:.25rem}
.amount{text-align:right;white-space:nowrap}.incoming{color:var(--in)}a{color:var(--link)}time{white-space:nowrap}
@media (max-width:45rem){body{padding:1rem .75rem}thead{display:none}tr,td{display:block}tr{padding:.75rem 0;border-bottom:1px solid var(--line)}
td,.amount{padding:.1rem 0;border:0;text-align:left;overflow-wrap:anywhere}td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}}
`;
