// Serves the OpenAPI document and its page; both are made once, from the table of routes.
import type { Express } from "express";
import { openApiDocument } from "../openapi.ts";
import { BASE_PATH } from "../register.ts";
import type { Route } from "../route.ts";
import { API_STYLE, apiPage } from "./api-page.ts";

export function serveApiPages(
  app: Express,
  given: { routes: readonly Route[]; publicOrigin: string },
): void {
  const document = openApiDocument(given.routes, given.publicOrigin);
  const page = apiPage(document);
  // The design rules want it below the API's base address; people look for it at the root.
  for (const path of ["/openapi.json", `${BASE_PATH}/openapi.json`]) {
    app.get(path, (_request, response) => {
      response
        .set("cache-control", "no-cache")
        // Anyone may read what the API is, also a page of another site that shows it.
        .set("access-control-allow-origin", "*")
        .set("cross-origin-resource-policy", "cross-origin")
        .json(document);
    });
  }
  app.get("/api", (_request, response) => {
    response.set("cache-control", "no-cache").type("html").send(page);
  });
  app.get("/api/style.css", (_request, response) => {
    response.set("cache-control", "no-cache").type("css").send(API_STYLE);
  });
}
