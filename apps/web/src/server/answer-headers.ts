import { isHttps } from "./env.ts";

/** Two years, for the host and what is below it. */
export const STRICT_TRANSPORT_SECURITY = "max-age=63072000; includeSubDomains";

/** Of an answer that is data and never a page: nothing in it is run, framed or loaded. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Gives an answer that did not come through the proxy what the proxy gives, and keeps it out of every cache. */
export function asData(answer: Response, https: boolean = isHttps()): Response {
  answer.headers.set("content-security-policy", DATA_POLICY);
  answer.headers.set("cache-control", "no-store");
  if (https) answer.headers.set("strict-transport-security", STRICT_TRANSPORT_SECURITY);
  return answer;
}
