import { redirect } from "next/navigation";
import { clientAddress } from "../../../../server/client-address.ts";
import { identity } from "../../../../server/context.ts";
import { countAgainst } from "../../../../server/rate-limits.ts";

type Context = { params: Promise<{ token: string }> };

/** A person follows the link of a mail. The page asks before it changes anything, because mail scanners open links too. */
export async function GET(_request: Request, { params }: Context): Promise<never> {
  redirect(`/unsubscribe/${encodeURIComponent((await params).token)}`);
}

/**
 * One-click unsubscribe: mail programs POST here without asking anything more.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8058
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const wait = await countAgainst("linksFromAddress", clientAddress(request.headers));
  if (wait !== null)
    return new Response("Too many requests", { status: 429, headers: { "retry-after": String(wait) } });
  const { token } = await params;
  const done = await identity.unsubscribe(token);
  if (!done) return new Response("This unsubscribe link is not valid.", { status: 404 });
  return new Response(`${done.email} no longer receives "${done.scheduleName}".`, {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
