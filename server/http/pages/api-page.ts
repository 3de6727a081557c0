// The API as a page for people: every route with what it takes, gives and refuses, and every error code. No scripts.
import { errorTable } from "../../errors/table.ts";
import { titleOf } from "../problem.ts";
import { BASE_PATH } from "../register.ts";
import { type Html, html } from "./html.ts";

type Json = { [key: string]: unknown };

const asJson = (value: unknown): Json =>
  typeof value === "object" && value !== null ? (value as Json) : {};
const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** @param document What /openapi.json gives. */
export function apiPage(document: Json): string {
  const info = asJson(document.info);
  const operations = operationsOf(document);
  const tags = (document.tags as readonly Json[]).map(asJson);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${asText(info.title)} API</title>
<link rel="stylesheet" href="/api/style.css">
</head>
<body>
<header><h1>${asText(info.title)} API ${asText(info.version)}</h1>
<p>${asText(info.description)}</p>
<p><a href="/openapi.json">openapi.json</a> · base address <code>${BASE_PATH}</code></p></header>
<nav aria-label="Contents"><ul>${tags.map((tag) => html`<li><a href="#tag-${asText(tag.name)}">${asText(tag.description)}</a></li>`)}<li><a href="#schemas">Schemas</a></li><li><a href="#errors">Errors</a></li></ul></nav>
<main>
${tags.map(
  (
    tag,
  ) => html`<section aria-labelledby="tag-${asText(tag.name)}"><h2 id="tag-${asText(tag.name)}">${asText(tag.description)}</h2>
${operations.filter((one) => one.tag === tag.name).map((one) => one.article)}</section>`,
)}
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>${schemaArticles(document)}</section>
<section aria-labelledby="errors"><h2 id="errors">Errors</h2>${errorArticles()}</section>
</main>
</body>
</html>`;
  return page.text;
}

function operationsOf(document: Json): { tag: string; article: Html }[] {
  return Object.entries(asJson(document.paths)).flatMap(([path, methods]) =>
    Object.entries(asJson(methods)).map(([method, value]) => {
      const operation = asJson(value);
      const [tag] = operation.tags as string[];
      return { tag: tag ?? "", article: operationArticle({ path, method, operation }) };
    }),
  );
}

function operationArticle(given: { path: string; method: string; operation: Json }): Html {
  const { operation } = given;
  const security = operation.security as readonly Json[];
  const needsSession = security.every((one) => "session" in one);
  const parameters = ((operation.parameters ?? []) as readonly Json[]).map(
    (one) => html`<li><code>${asText(one.name)}</code> (${asText(one.in)})</li>`,
  );
  const id = asText(operation.operationId);
  return html`<article id="${id}"><h3><code><b>${given.method.toUpperCase()}</b> ${given.path}</code></h3>
<p>${asText(operation.summary)}.${needsSession ? " Needs a session." : ""}</p>
${operation.description ? html`<p>${asText(operation.description)}</p>` : html``}
${parameters.length > 0 ? html`<ul>${parameters}</ul>` : html``}
${operation.requestBody ? html`<p>Takes ${contentOf(asJson(operation.requestBody))}</p>` : html``}
<dl>${Object.entries(asJson(operation.responses)).map(
    ([status, response]) =>
      html`<dt>${status}</dt><dd>${responseOf(Number(status), asJson(response))}</dd>`,
  )}</dl></article>
`;
}

function contentOf(holder: Json): Html[] {
  return Object.entries(asJson(holder.content)).map(([type, media]) => {
    const name =
      asText(asJson(asJson(media).schema).$ref)
        .split("/")
        .at(-1) ?? "";
    const schema = name === "" ? html`` : html` <a href="#schema-${name}">${name}</a>`;
    return html`<code>${type}</code>${schema} `;
  });
}

/** A success shows its schema; a refusal its codes, which stand at the start of its description's paragraphs. */
function responseOf(status: number, response: Json): Html[] {
  if (status < 400) return contentOf(response);
  return [...asText(response.description).matchAll(/^`([a-z-]+)`/gm)].map(
    ([, code = ""]) => html`<a href="#${code}">${code}</a> `,
  );
}

function schemaArticles(document: Json): Html[] {
  return Object.entries(asJson(asJson(document.components).schemas)).map(
    ([name, schema]) =>
      html`<details id="schema-${name}"><summary>${name}</summary><pre>${JSON.stringify(schema, null, 2)}</pre></details>`,
  );
}

function errorArticles(): Html[] {
  return (Object.keys(errorTable) as (keyof typeof errorTable)[]).map((code) => {
    const { status, cause, remedy } = errorTable[code];
    return html`<article id="${code}"><h3>${titleOf(code)}</h3><p><code>${code}</code>, status ${status}</p><p>${cause} ${remedy}</p></article>`;
  });
}

export const API_STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
article { border-block-start: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding-block: .5rem; }
h3 { margin-block: .5rem; font-size: 1.05rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: 4rem 1fr; gap: .25rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
pre { overflow: auto; padding: .75rem; background: color-mix(in srgb, currentColor 8%, transparent); }
:target { outline: 2px solid; outline-offset: .5rem; }
`;
