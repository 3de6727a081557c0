// The part of the sandbox's page that shows which faults were played on which request, in Dutch.

import type { PlayedFaults } from "./books.ts";
import type { FaultKind, PlayedFault } from "./events.ts";
import { dutchTime, escapeHtml } from "./page-text.ts";

const faultNames: Readonly<Record<FaultKind, string>> = {
  refuse: "geweigerd",
  "too-little-money": "te weinig geld",
  "too-many-requests": "te veel verzoeken",
  "session-expired": "sessie verlopen",
  "drop-request": "niet aangekomen",
  "drop-answer": "verwerkt, antwoord kwijt",
  "error-after": "verwerkt, daarna een fout gemeld",
  "answer-late": "antwoord te laat",
  "wrong-signature": "verkeerde handtekening",
  "missing-signature": "geen handtekening",
  "html-instead-of-json": "webpagina als antwoord",
  "huge-body": "veel te groot antwoord",
  "missing-fields": "antwoord zonder gegevens",
  "wrong-currency": "verkeerde munt in het antwoord",
  "hidden-from-list": "nog niet in de lijst",
  suspended: "vastgehouden",
  "returned-later": "komt later terug",
  "callback-doubled": "melding dubbel",
  "callback-reordered": "melding in andere volgorde",
  "callback-lost": "melding kwijt",
  "batch-partly-made": "deel van de verzamelopdracht niet uitgevoerd",
  "draft-partly-rejected": "deel van de klaargezette opdracht afgewezen",
};

/** Each kind once, with the payments it struck or how often. */
function faultItems(faults: readonly PlayedFault[]): string {
  const kinds = Map.groupBy(faults, ({ kind }) => kind);
  const items = [...kinds].map(([kind, struck]) => {
    const ids = struck.flatMap(({ paymentId }) => (paymentId === null ? [] : [paymentId]));
    const times = struck.length > 1 ? ` (${struck.length} keer)` : "";
    const note = ids.length > 0 ? ` (nr. ${ids.join(", ")})` : times;
    return `<li>${faultNames[kind]}${note}</li>`;
  });
  return `<ul>${items.join("")}</ul>`;
}

function rowOf(play: PlayedFaults): string {
  const endpoint = play.path.replace(/^\/user\/\d+\/(monetary-account\/\d+\/)?/, "");
  const requestId = play.requestId === null ? "" : `<small>${escapeHtml(play.requestId)}</small>`;
  return `<tr>
<td>${dutchTime(new Date(play.at).toISOString())}</td>
<td>${escapeHtml(`${play.method} ${endpoint}`)}${requestId}</td>
<td>${faultItems(play.faults)}</td>
</tr>`;
}

/** @param played oldest first; the newest is shown on top. */
export function playedFaultsOf(played: readonly PlayedFaults[]): string {
  const rows = played.toReversed().map(rowOf).join("\n");
  const table = `<div class="scroll" tabindex="0" role="region" aria-label="Nagespeelde storingen">
<table><thead><tr><th scope="col">Tijd</th><th scope="col">Verzoek</th><th scope="col">Storing</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
  return `<section>
<h2>Nagespeelde storingen</h2>
<p>De laatste verzoeken waarbij de bank met opzet iets liet misgaan.</p>
${played.length > 0 ? table : "<p>Nog geen storingen.</p>"}
</section>`;
}
