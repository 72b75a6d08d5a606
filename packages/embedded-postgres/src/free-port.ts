import { createServer } from "node:net";

/**
 * A port of this machine that is free now.
 *
 * @param port 0 = any free one
 * @throws the operating system's error if that port is not free
 */
export function findFreePort(host = "127.0.0.1", port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const listeningOn = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(listeningOn));
    });
  });
}
