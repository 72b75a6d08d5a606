import { openApiDocument } from "@rolecall/api";

let body: string | undefined;

/** The description of the REST API; the same for everybody. */
export function GET(): Response {
  body ??= JSON.stringify(openApiDocument());
  return new Response(body, {
    headers: { "content-type": "application/json", "cache-control": "public, max-age=300" },
  });
}
