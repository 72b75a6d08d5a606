import { type Caller, problem } from "@rolecall/api";
import { identity } from "./context.ts";
import { clientAddress, countAgainst } from "./rate-limits.ts";

/** The secret in `Authorization: Bearer <token>`. */
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

/** Who calls REST, by the API token, or the answer that refuses the call for now. A caller of null has no valid token. */
export async function restAccess(request: Request): Promise<{ refused: Response } | { caller: Caller | null }> {
  const refused = await tooMany(countAgainst("restFromAddress", clientAddress(request.headers)));
  if (refused) return { refused };
  const token = bearerToken(request);
  const caller: Caller | null = token ? await identity.resolveApiToken(token) : null;
  if (!caller) return { caller };
  const limited = await tooMany(countAgainst("restOfToken", `${caller.tenantId} ${caller.actor.id}`));
  return limited ? { refused: limited } : { caller };
}
