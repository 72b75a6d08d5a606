import { type ApiContext, type Caller, handleRest, problem } from "@rolecall/api";
import { deps, identity } from "../../../../server/context.ts";
import { logUnexpected } from "../../../../server/log.ts";
import { clientAddress, countAgainst } from "../../../../server/rate-limits.ts";

/** The secret in `Authorization: Bearer <token>`. A session cookie opens nothing here: REST has no CSRF protection. */
function bearerToken(request: Request): string | null {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}

async function tooMany(wait: Promise<number | null>): Promise<Response | null> {
  const seconds = await wait;
  if (seconds === null) return null;
  const answer = problem(429, `Too many requests. Try again in ${seconds} s.`);
  answer.headers.set("retry-after", String(seconds));
  return answer;
}

async function handle(request: Request): Promise<Response> {
  const refused = await tooMany(countAgainst("restFromAddress", clientAddress(request.headers)));
  if (refused) return refused;
  const token = bearerToken(request);
  const caller: Caller | null = token ? await identity.resolveApiToken(token) : null;
  if (caller) {
    const limited = await tooMany(countAgainst("restOfToken", `${caller.tenantId} ${caller.actor.id}`));
    if (limited) return limited;
  }
  const context: ApiContext = { caller, deps: deps() };
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
