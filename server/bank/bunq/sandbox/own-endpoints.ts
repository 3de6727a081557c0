// The sandbox's own endpoints, which no bank has: page, statement, faults, and the person who decides drafts.

import type { Express } from "express";
import { z } from "zod";
import type { Books } from "./books.ts";
import type { Callbacks } from "./callbacks.ts";
import { faultRule } from "./events.ts";
import { answerTo } from "./exchange.ts";
import { pageOf, pageStyle, shownMovements } from "./page.ts";
import { decideAsPerson } from "./person.ts";
import type { SandboxSettings } from "./settings.ts";
import { statementOf } from "./statement.ts";

const faultsBody = z.strictObject({
  seed: z.string().max(100).default("0"),
  faults: z.array(faultRule).max(100),
});

export function mountOwnEndpoints(options: {
  readonly app: Express;
  readonly books: Books;
  readonly settings: SandboxSettings;
  readonly announce: Callbacks["announce"];
}): void {
  const { app, books, settings, announce } = options;
  app.get("/", (_request, response) => {
    response.set("Content-Security-Policy", "default-src 'none'; style-src 'self'");
    response
      .type("html")
      .send(pageOf({ ...statementOf(books, shownMovements), played: books.played }));
  });
  app.get("/_sandbox/style.css", (_request, response) => {
    response.type("css").send(pageStyle);
  });
  app.get("/_sandbox/health", (_request, response) => {
    response.json({ status: "ok" });
  });
  app.get("/_sandbox/statement", (_request, response) => {
    response.json(statementOf(books));
  });
  app.get("/_sandbox/faults", (_request, response) => {
    const { seed, rules, counts } = books.faults;
    response.json({ seed, faults: rules.map((rule, index) => ({ ...rule, ...counts[index] })) });
  });
  app.delete("/_sandbox/faults", (_request, response) => {
    books.commit([{ type: "faults-set", seed: "0", rules: [] }]);
    response.json({ faults: [] });
  });
  app.post("/_sandbox/faults", (request, response) => {
    const parsed = faultsBody.safeParse(parseJson(request.body));
    if (!parsed.success) {
      response.status(400).json({ problem: z.prettifyError(parsed.error) });
      return;
    }
    const { seed, faults } = parsed.data;
    books.commit([{ type: "faults-set", seed, rules: faults }]);
    response.json({ seed, faults });
  });
  app.post("/_sandbox/drafts/:id/:decision", (request, response) => {
    const { id, decision } = request.params;
    if (decision !== "accept" && decision !== "reject") {
      response.status(404).json({ problem: "accept or reject" });
      return;
    }
    const answer = answerTo(() =>
      decideAsPerson({ books, settings, announce }, { draftId: Number(id), decision }),
    );
    response.status(answer.status).json(answer.body);
  });
}

function parseJson(body: unknown): unknown {
  try {
    return Buffer.isBuffer(body) ? JSON.parse(body.toString("utf8")) : null;
  } catch {
    return null;
  }
}
