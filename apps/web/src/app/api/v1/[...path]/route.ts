import { type ApiContext, handleRest, problem } from "@rolecall/api";
import { deps } from "../../../../server/context.ts";
import { logUnexpected } from "../../../../server/log.ts";
import { restAccess } from "../../../../server/rest-access.ts";

/** A session cookie opens nothing here: REST has no CSRF protection. */
async function handle(request: Request): Promise<Response> {
  const access = await restAccess(request);
  if ("refused" in access) return access.refused;
  const context: ApiContext = { caller: access.caller, deps: deps() };
  const answer = await handleRest(request, async () => context, logUnexpected);
  answer.headers.set("cache-control", "no-store");
  return answer;
}

async function handleSafely(request: Request): Promise<Response> {
  try {
    return await handle(request);
  } catch (error) {
    logUnexpected(error, new URL(request.url).pathname);
    return problem(500, "Something went wrong on our side. It has been logged.");
  }
}

export {
  handleSafely as DELETE,
  handleSafely as GET,
  handleSafely as PATCH,
  handleSafely as POST,
  handleSafely as PUT,
};
