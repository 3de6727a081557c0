// The web server's face: headers, logs, the API, the pages about it, and the built web apps. Rules live elsewhere.
import { fileURLToPath } from "node:url";
import express, { type Express } from "express";
import type { Services } from "../services.ts";
import { isDatabaseUnavailable } from "./database-failure.ts";
import { answerFailures, notFound } from "./failures.ts";
import { securityHeaders } from "./headers.ts";
import { serveHealth } from "./health.ts";
import { createAnnouncementBus } from "./live/bus.ts";
import { createLive } from "./live/live.ts";
import { createMetrics } from "./metrics.ts";
import { createOffice } from "./office.ts";
import { serveApiPages } from "./pages/serve.ts";
import { registerRoutes } from "./register.ts";
import { logRequests } from "./request-log.ts";
import { allRoutes } from "./routes/all.ts";
import { createSenderLimits } from "./sender-limits.ts";
import { serveWebApps } from "./static.ts";

const WEB_FOLDER = fileURLToPath(new URL("../../dist", import.meta.url));

export function createApp(services: Services): Express {
  const log = services.log.child({ part: "http" });
  const bus = createAnnouncementBus();
  const office = createOffice(services, bus.announce);
  services.onRegisterCheck((shopId) => bus.announce({ type: "shop-looked-up", shopId }));
  const live = createLive({ services, parts: { ...services, ...office }, bus, log });
  const metrics = createMetrics(services, live.followers);
  const limits = createSenderLimits(office.now);
  const routes = allRoutes({ services, office, limits, live });

  const app = express();
  app.disable("x-powered-by");
  app.enable("strict routing");
  app.enable("case sensitive routing");
  // A proxy on the same machine or network may say who asks; nobody further away is believed.
  app.set("trust proxy", ["loopback", "linklocal", "uniquelocal"]);
  app.set("etag", false);

  app.use(logRequests({ log, onEnd: metrics.noteRequest }));
  app.use(securityHeaders({ isHttps: services.config.publicOrigin.startsWith("https:") }));
  serveHealth(app, services);
  metrics.serve(app);
  serveApiPages(app, { routes, publicOrigin: services.config.publicOrigin });
  registerRoutes(app, routes, office.sessions);
  serveWebApps(app, WEB_FOLDER);
  app.use(notFound);
  app.use(answerFailures({ log, isUnavailable: isDatabaseUnavailable }));
  return app;
}
