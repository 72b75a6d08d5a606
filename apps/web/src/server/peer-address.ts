import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** The header by which the server tells pages and routes who is at the other end of the connection. A client's own value is overwritten. */
export const PEER_HEADER = "x-rolecall-peer";

/** Next.js tells its routes no more of a connection than its headers; so each request is given its peer's address before it is handled. */
export function tellPeerAddresses(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[PEER_HEADER] = request.socket.remoteAddress ?? "";
  });
}
