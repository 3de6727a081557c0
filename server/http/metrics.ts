// Numbers for whoever keeps the server running: traffic, payments, the relay's queue, payouts. No ids, no people.
import { count } from "drizzle-orm";
import type { Express } from "express";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Services } from "../services.ts";
import { payoutOrders, payoutStates } from "../store/schema/bank.ts";
import type { RequestEnd } from "./request-log.ts";

export type Metrics = {
  noteRequest: (end: RequestEnd) => void;
  serve: (app: Express) => void;
};

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2.5, 5, 10];

export function createMetrics(services: Services, followers: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "kindpakket_http_request_seconds",
    help: "Time to answer, by route",
    labelNames: ["method", "path", "status"],
    buckets: SECONDS,
    registers,
  });
  const payments = new Counter({
    name: "kindpakket_payments_total",
    help: "Answers to POST /payments",
    labelNames: ["outcome"],
    registers,
  });
  new Gauge({
    name: "kindpakket_live_streams",
    help: "Open live streams",
    registers,
    collect() {
      this.set(followers());
    },
  });
  addChainGauges(services, registry);
  addPayoutGauge(services, registry);

  return {
    noteRequest({ method, path, status, seconds }) {
      if (path === "/events") return; // it lasts as long as a screen is open
      requests.observe({ method, path, status }, seconds);
      if (method === "POST" && path === "/payments") payments.inc({ outcome: outcomeOf(status) });
    },
    serve(app) {
      app.get("/metrics", async (_request, response) => {
        response
          .set("cache-control", "no-store")
          .set("content-type", registry.contentType)
          .send(await registry.metrics());
      });
    },
  };
}

function outcomeOf(status: number): string {
  if (status === 201) return "paid";
  if (status === 200) return "repeated";
  return status >= 500 ? "failed" : "refused";
}

function addChainGauges(services: Services, registry: Registry): void {
  const gauge = new Gauge({
    name: "kindpakket_relay_commands",
    help: "Commands on their way to the chain",
    labelNames: ["state"],
    registers: [registry],
    async collect() {
      const status = await services.chainStatus();
      gauge.set({ state: "queued" }, status.queued);
      gauge.set({ state: "sent" }, status.sent);
      reachable.set(status.reachable ? 1 : 0);
      lag.set((status.headBlock ?? 0) - (status.projectedBlock ?? 0));
    },
  });
  const reachable = new Gauge({
    name: "kindpakket_chain_reachable",
    help: "Whether the chain answered lately",
    registers: [registry],
  });
  const lag = new Gauge({
    name: "kindpakket_index_lag_blocks",
    help: "Blocks that the index is behind the chain",
    registers: [registry],
  });
}

function addPayoutGauge(services: Services, registry: Registry): void {
  const gauge = new Gauge({
    name: "kindpakket_payouts",
    help: "Payouts by state",
    labelNames: ["state"],
    registers: [registry],
    async collect() {
      const rows = await services.database
        .select({ state: payoutOrders.state, number: count() })
        .from(payoutOrders)
        .groupBy(payoutOrders.state);
      const numbers = new Map(rows.map((row) => [row.state, row.number]));
      for (const state of payoutStates) gauge.set({ state }, numbers.get(state) ?? 0);
    },
  });
}
