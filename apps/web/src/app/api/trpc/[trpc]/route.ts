import { callsOf, handleConsole, MAX_BODY_BYTES, withBoundedBody, withoutBody } from "@rolecall/api";
import type { SessionOfPerson } from "@rolecall/domain";
import { callerOf } from "../../../../server/api.ts";
import { deps } from "../../../../server/context.ts";
import { logUnexpected } from "../../../../server/log.ts";
import { countAgainst } from "../../../../server/rate-limits.ts";
import { tooMany } from "../../../../server/rest-access.ts";
import { isSameOrigin } from "../../../../server/same-origin.ts";
import { currentSession } from "../../../../server/session.ts";

/** The answer to a session, or a tenant, that asks for too much; null: it may go on. */
const tooManyCalls = ({ sessionId, tenantId }: SessionOfPerson, calls: number): Promise<Response | null> =>
  tooMany(countAgainst("callsOfSession", sessionId, calls), countAgainst("callsOfTenant", tenantId, calls));

async function handle(request: Request): Promise<Response> {
  if (request.method !== "GET" && !isSameOrigin(request)) {
    return Response.json({ error: "Changes are accepted from the console's own pages only." }, { status: 403 });
  }
  const session = await currentSession();
  const refused = session && (await tooManyCalls(session, callsOf(request)));
  if (refused) return refused;
  const req = session ? await withBoundedBody(request, MAX_BODY_BYTES) : withoutBody(request, "{}");
  if (!req) return Response.json({ error: `The body is larger than ${MAX_BODY_BYTES} bytes.` }, { status: 413 });
  const context = { caller: session ? callerOf(session) : null, deps: deps() };
  const answer = await handleConsole(req, context, logUnexpected);
  answer.headers.set("cache-control", "no-store");
  return answer;
}

export { handle as GET, handle as POST };
