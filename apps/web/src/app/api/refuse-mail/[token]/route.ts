import { clientAddress } from "../../../../server/client-address.ts";
import { identity } from "../../../../server/context.ts";
import { countAgainst } from "../../../../server/rate-limits.ts";

type Context = { params: Promise<{ token: string }> };

/**
 * An address wants no mail from this installation, whoever asks for it: what the one click of a mail program does to a mail that nobody
 * had subscribed to.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8058
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const wait = await countAgainst("linksFromAddress", clientAddress(request.headers));
  if (wait !== null)
    return new Response("Too many requests", { status: 429, headers: { "retry-after": String(wait) } });
  const email = await identity.refuseMail((await params).token);
  if (!email) return new Response("This link is not valid.", { status: 404 });
  return new Response(`${email} receives no mail from this installation any more.`, {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}

/** Mail scanners open links, and must not change anything: the mail itself says what to do. */
export function GET(): Response {
  return new Response("Send this address by POST, as mail programs do, to receive no mail from this installation.", {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
