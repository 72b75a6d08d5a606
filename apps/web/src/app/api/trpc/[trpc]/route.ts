import { appRouter } from "@rolecall/api";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { callerOf } from "../../../../server/api.ts";
import { deps } from "../../../../server/context.ts";
import { logUnexpected } from "../../../../server/log.ts";
import { isSameOrigin } from "../../../../server/same-origin.ts";
import { currentSession } from "../../../../server/session.ts";

async function handle(request: Request): Promise<Response> {
  if (request.method !== "GET" && !isSameOrigin(request)) {
    return Response.json({ error: "Changes are accepted from the console's own pages only." }, { status: 403 });
  }
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: async () => {
      const session = await currentSession();
      return { caller: session ? callerOf(session) : null, deps: deps() };
    },
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") logUnexpected(error.cause ?? error, path);
    },
  });
}

export { handle as GET, handle as POST };
