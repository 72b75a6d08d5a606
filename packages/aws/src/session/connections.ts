import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

/** More than all lanes of a worker have in flight together. */
const MAX_SOCKETS = 500;
/** A connection that lies idle is closed before AWS closes it, so that no call is sent into one that is just ending. */
const IDLE_MS = 10_000;
const KEPT = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS };

/** A client closes its agents with itself; these stay for the others. */
class KeptHttpAgent extends HttpAgent {
  override destroy(): void {}
  close(): void {
    super.destroy();
  }
}

class KeptHttpsAgent extends HttpsAgent {
  override destroy(): void {}
  close(): void {
    super.destroy();
  }
}

/** The process's connections to AWS, whoever's account is read: each request is signed for itself, none belongs to its connection. */
export type Connections = { httpAgent: HttpAgent; httpsAgent: HttpsAgent; close(): void };

export function openConnections(): Connections {
  const [httpAgent, httpsAgent] = [new KeptHttpAgent(KEPT), new KeptHttpsAgent(KEPT)];
  const close = () => {
    httpAgent.close();
    httpsAgent.close();
  };
  return { httpAgent, httpsAgent, close };
}
