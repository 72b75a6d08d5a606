import { type Caller, handleFileUpload, problem } from "@rolecall/api";
import { asData } from "../../../../../../../server/answer-headers.ts";
import { callerOf } from "../../../../../../../server/api.ts";
import { deps } from "../../../../../../../server/context.ts";
import { logUnexpected } from "../../../../../../../server/log.ts";
import { restAccess } from "../../../../../../../server/rest-access.ts";
import { isSameOrigin } from "../../../../../../../server/same-origin.ts";
import { currentSession } from "../../../../../../../server/session.ts";

/** The console sends files here too. Its cookie counts only if a browser says that our own page sent the request. */
async function personFromOurPages(request: Request): Promise<Caller | null> {
  if (request.headers.get("sec-fetch-site") !== "same-origin" || !isSameOrigin(request)) return null;
  const session = await currentSession();
  return session ? callerOf(session) : null;
}

type Params = { params: Promise<{ id: string; file: string }> };

async function receive(request: Request, { params }: Params): Promise<Response> {
  const access = await restAccess(request);
  if ("refused" in access) return access.refused;
  const caller = access.caller ?? (await personFromOurPages(request));
  return handleFileUpload(request, { caller, deps: deps() }, await params);
}

/** The body is a stream, which the procedures behind the other paths cannot take; nothing of it passes through the proxy. */
export async function PUT(request: Request, context: Params): Promise<Response> {
  try {
    return asData(await receive(request, context));
  } catch (error) {
    logUnexpected(error, new URL(request.url).pathname);
    return asData(problem(500, "Something went wrong on our side. It has been logged."));
  }
}
