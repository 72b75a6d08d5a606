import { appRouter, MAX_BODY_BYTES, withBoundedBody, withoutBody } from "@rolecall/api";
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
  const session = await currentSession();
  const req = session ? await withBoundedBody(request, MAX_BODY_BYTES) : withoutBody(request, "{}");
  if (!req) return Response.json({ error: `The body is larger than ${MAX_BODY_BYTES} bytes.` }, { status: 413 });
  const answer = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req,
    router: appRouter,
    createContext: async () => ({ caller: session ? callerOf(session) : null, deps: deps() }),
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") logUnexpected(error.cause ?? error, path);
    },
  });
  answer.headers.set("cache-control", "no-store");
  return answer;
}

export { handle as GET, handle as POST };
