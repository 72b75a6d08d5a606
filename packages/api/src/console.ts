import { MAX_BATCH_CALLS } from "@rolecall/domain";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { appRouter } from "./app-router.ts";
import type { ApiContext } from "./trpc.ts";

export const CONSOLE_BASE = "/api/trpc";

/** How many calls a request to tRPC carries, by its path: they stand there with commas between them. */
export const callsOf = (request: Request): number => new URL(request.url).pathname.split(/,|%2C/i).length;

/** The console's own API. A request with more calls than a page needs is refused before any of them runs. */
export const handleConsole = (
  request: Request,
  context: ApiContext,
  onError: (error: unknown, path: string | undefined) => void,
): Promise<Response> =>
  fetchRequestHandler({
    endpoint: CONSOLE_BASE,
    req: request,
    router: appRouter,
    maxBatchSize: MAX_BATCH_CALLS,
    createContext: () => context,
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") onError(error.cause ?? error, path);
    },
  });
