import { type Caller, problem } from "@rolecall/api";
import { clientAddress } from "./client-address.ts";
import { identity } from "./context.ts";
import { countAgainst } from "./rate-limits.ts";

/** The secret in `Authorization: Bearer <token>`. */
function bearerToken(request: Request): string | null {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}

/** The answer to what is too much: the longest of these waits. */
export async function tooMany(...waits: Promise<number | null>[]): Promise<Response | null> {
  const seconds = (await Promise.all(waits)).reduce(
    (longest, wait) => (wait && wait > (longest ?? 0) ? wait : longest),
    null,
  );
  if (seconds === null) return null;
  const answer = problem(429, `Too many requests. Try again in ${seconds} s.`);
  answer.headers.set("retry-after", String(seconds));
  return answer;
}

/** The caller of a REST request, by its API token; null: the token is missing or invalid. Or the answer that refuses the request for now. */
export async function restAccess(request: Request): Promise<{ refused: Response } | { caller: Caller | null }> {
  const refused = await tooMany(countAgainst("restFromAddress", clientAddress(request.headers)));
  if (refused) return { refused };
  const token = bearerToken(request);
  const caller: Caller | null = token ? await identity.resolveApiToken(token) : null;
  if (!caller) return { caller };
  const limited = await tooMany(
    countAgainst("restOfToken", `${caller.tenantId} ${caller.actor.id}`),
    countAgainst("callsOfTenant", caller.tenantId),
  );
  return limited ? { refused: limited } : { caller };
}
