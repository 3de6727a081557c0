// A trade register for demonstrations and tests, that speaks as KVK's "Zoeken" API does; on this machine's own address only.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Entry } from "./entries.ts";

/** What it does instead of answering: `slow` never answers. */
export type Fault = "busy" | "down" | "garbage" | "slow" | "unavailable";
const FAULTS: readonly Fault[] = ["busy", "down", "garbage", "slow", "unavailable"];

export type RegisterSandboxOptions = {
  /** 0 takes a free one. */
  port: number;
  apiKey: string;
  entries: readonly Entry[];
};

export type RegisterSandbox = {
  /** The API is at `${url}/api`. */
  url: string;
  /** The path and query of every question that came in. */
  asked: readonly string[];
  /** From now on; null: it answers. */
  play: (fault: Fault | null) => void;
  close: () => Promise<void>;
};

type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** @throws {Error} with code `EADDRINUSE` when the port is taken. */
export async function startRegisterSandbox(
  options: RegisterSandboxOptions,
): Promise<RegisterSandbox> {
  const asked: string[] = [];
  const state: { fault: Fault | null } = { fault: null };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname === "/_sandbox/health") return send(response, { status: 200, body: {} });
    if (url.pathname === "/_sandbox/fault") {
      return send(response, setFault(state, url.searchParams.get("kind")));
    }
    asked.push(`${url.pathname}${url.search}`);
    if (state.fault === "slow") return;
    send(response, state.fault ? faulty(state.fault) : answer(options, { request, url }));
  });
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    play: (fault) => {
      state.fault = fault;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  { apiKey, entries }: RegisterSandboxOptions,
  { request, url }: { request: IncomingMessage; url: URL },
): Answer {
  if (request.headers.apikey !== apiKey) return { status: 401, body: { fault: "Invalid apikey" } };
  if (url.pathname !== "/api/v2/zoeken" || request.method !== "GET") {
    return fout(404, { code: "IPD0001", omschrijving: "Het gevraagde product bestaat niet." });
  }
  const number = url.searchParams.get("kvkNummer") ?? "";
  if (!/^[0-9]{8}$/.test(number)) {
    return fout(400, { code: "IPD0004", omschrijving: "Het KVK-nummer is niet valide." });
  }
  const withEnded = url.searchParams.get("inclusiefInactieveRegistraties") === "true";
  const found = entries.filter(
    (entry) => entry["KvK-nummer"] === number && (withEnded || entry.Actief === "Ja"),
  );
  if (found.length === 0) {
    return fout(404, { code: "IPD5200", omschrijving: "Er zijn geen gegevens gevonden." });
  }
  const perPage = Number(url.searchParams.get("resultatenPerPagina") ?? "10");
  return {
    status: 200,
    body: {
      pagina: 1,
      resultatenPerPagina: perPage,
      totaal: found.length,
      resultaten: found.slice(0, perPage).map(toResult),
      links: [{ rel: "self", href: url.href }],
    },
  };
}

function toResult(entry: Entry) {
  return {
    kvkNummer: entry["KvK-nummer"],
    naam: entry.Naam,
    adres: {
      binnenlandsAdres: { type: "bezoekadres", straatnaam: entry.Straat, plaats: entry.Plaats },
    },
    type: entry.Type,
    actief: entry.Actief,
    links: [],
  };
}

function faulty(fault: Exclude<Fault, "slow">): Answer {
  switch (fault) {
    case "busy":
      return { status: 429, body: {}, headers: { "retry-after": "120" } };
    case "down":
      return { status: 503, body: {} };
    case "garbage":
      return { status: 200, body: { resultaten: [{ naam: 1 }] } };
    case "unavailable":
      return fout(404, { code: "IPD1002", omschrijving: "De gegevens worden verwerkt." });
  }
}

const fout = (status: number, one: { code: string; omschrijving: string }): Answer => ({
  status,
  body: { fout: [one] },
});

function setFault(state: { fault: Fault | null }, kind: string | null): Answer {
  const fault = FAULTS.find((one) => one === kind) ?? null;
  if (kind !== null && fault === null) return { status: 400, body: { kinds: FAULTS } };
  state.fault = fault;
  return { status: 200, body: { fault } };
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
