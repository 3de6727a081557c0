// Listens for requests and stops listening; what they mean is the app's.
import { createServer, type Server } from "node:http";
import { type Composed, compose, type Given } from "./compose.ts";
import { createApp } from "./http/app.ts";
import type { Services } from "./services.ts";

export type Running = {
  services: Services;
  port: number;
  embeddedProcessId: Composed["embeddedProcessId"];
  /** Takes no more requests, finishes those under way, and ends all parts. */
  stop: () => Promise<void>;
};

/** Requests under way get this long; live streams have no end of their own. */
const FINISH_LIMIT_MS = 2_000;

/** Starts a whole server. @throws {Error} when a part can't start; then nothing is left running. */
export async function serve(given: Given): Promise<Running> {
  const { services, embeddedProcessId, stop } = await compose(given);
  const server = createServer(createApp(services));
  try {
    await listen(server, given.config);
  } catch (error) {
    await stop();
    throw error;
  }
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : given.config.port;
  services.log.info({ port }, "listening");
  return {
    services,
    port,
    embeddedProcessId,
    async stop() {
      await close(server);
      await stop();
    },
  };
}

function listen(server: Server, { port, host }: { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), FINISH_LIMIT_MS);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });
}
