// Whether the server lives (/healthz) and can work (/readyz); says which part is away, nothing more.
import { sql } from "drizzle-orm";
import type { Express } from "express";
import type { Services } from "../services.ts";

/** Above this many blocks behind, what screens show is old. */
const HIGHEST_LAG_BLOCKS = 20;

export function serveHealth(app: Express, services: Services): void {
  app.get("/healthz", (_request, response) => {
    response.set("cache-control", "no-store").json({ status: "ok" });
  });
  app.get("/readyz", async (_request, response) => {
    const [database, chain] = await Promise.all([
      services.database.execute(sql`select 1`).then(
        () => true,
        () => false,
      ),
      services.chainStatus().catch(() => null),
    ]);
    const lag =
      chain?.headBlock == null || chain.projectedBlock == null
        ? null
        : chain.headBlock - chain.projectedBlock;
    const parts = {
      database,
      chain: chain?.reachable ?? false,
      index: lag !== null && lag <= HIGHEST_LAG_BLOCKS,
    };
    const ready = Object.values(parts).every(Boolean);
    response
      .status(ready ? 200 : 503)
      .set("cache-control", "no-store")
      .json({ status: ready ? "ok" : "unavailable", ...parts, lagBlocks: lag });
  });
}
