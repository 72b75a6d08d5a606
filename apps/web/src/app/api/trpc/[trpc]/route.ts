import { callsOf, handleConsole } from "@rolecall/api";
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
  return handleConsole(request, { caller: session ? callerOf(session) : null, deps: deps() }, logUnexpected);
}

export { handle as GET, handle as POST };
