import { setTimeout as delay } from "node:timers/promises";
import { explainError, type PostgresServer, startPostgres } from "@rolecall/embedded-postgres";
import { Backoff } from "./backoff.ts";

type DatabaseOptions = {
  homeDir: string;
  ownerPassword: string;
  /** One line for the user. */
  say: (line: string) => void;
  /** Whether the instance has not been ready yet. Afterwards nothing is ever given up. */
  isStarting: () => boolean;
  onGivenUp: (reason: string) => void;
};

/** Runs the embedded Postgres, and starts it again on its port when it dies: web and worker find it there again. */
export async function superviseDatabase(options: DatabaseOptions): Promise<Pick<PostgresServer, "ownerUrl" | "stop">> {
  const { homeDir, ownerPassword } = options;
  const backoff = new Backoff(performance.now());
  const stopping = new AbortController();
  let server = await startPostgres({ homeDir, ownerPassword });
  let restarting: Promise<void> = Promise.resolve();

  const restart = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await delay(backoff.died(performance.now()), undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      try {
        backoff.started(performance.now());
        server = await startPostgres({ homeDir, ownerPassword, port: server.port });
        watch();
        return;
      } catch (error) {
        options.say(explainError(error));
      }
    }
  };
  const watch = (): void =>
    server.onExit((reason) => {
      if (options.isStarting()) {
        options.onGivenUp(reason);
        return;
      }
      options.say(`${reason} Starting it again`);
      restarting = restart();
    });
  watch();

  return {
    ownerUrl: server.ownerUrl,
    stop: async () => {
      stopping.abort();
      await restarting;
      await server.stop();
    },
  };
}
