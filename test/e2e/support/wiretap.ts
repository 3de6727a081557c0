// Stands between a browser and the server and keeps every byte that the browser sends: whatever part of a page sent it,
// a service worker or a beacon as well.
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Wiretap = {
  origin: string;
  /** All that was sent so far, one connection after the other. */
  sent: () => Buffer;
  stop: () => Promise<void>;
};

export async function openWiretap(serverPort: number): Promise<Wiretap> {
  const heard: Buffer[][] = [];
  const sockets = new Set<Socket>();
  const tap = createServer((browser) => {
    const server = connect(serverPort, "127.0.0.1");
    const pieces: Buffer[] = [];
    heard.push(pieces);
    browser.on("data", (piece) => pieces.push(Buffer.from(piece)));
    browser.pipe(server).pipe(browser);
    for (const socket of [browser, server]) {
      sockets.add(socket);
      socket.on("error", () => {
        browser.destroy();
        server.destroy();
      });
      socket.on("close", () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => tap.listen(0, "127.0.0.1", resolve));
  const { port } = tap.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    sent: () => Buffer.concat(heard.flat()),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => tap.close(resolve));
    },
  };
}
