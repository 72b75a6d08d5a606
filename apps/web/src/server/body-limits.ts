/** What the API takes at once; it refuses more in its own words. */
const OF_API = 1_048_576 + 65_536;
/** A sign-in, a form, a mail program's word: all of it from people whom nobody knows yet. */
const OF_FORMS = 65_536;

const API_PATHS = ["/api/v1/", "/api/trpc/"];

/**
 * Refuses a body by what is announced of it, before a byte of it is held. Anybody may send one: who it is, is known later.
 *
 * @returns null where it may come.
 */
export function refuseBody(pathname: string, headers: Headers): Response | null {
  const isOfApi = API_PATHS.some((path) => pathname.startsWith(path));
  const limit = isOfApi ? OF_API : OF_FORMS;
  if (Number(headers.get("content-length") ?? 0) > limit) {
    return new Response(`The body is larger than ${limit} bytes.`, { status: 413 });
  }
  // One of unknown length is counted by the API, and sent to forms by no browser.
  if (!isOfApi && headers.has("transfer-encoding")) return new Response("Send the body's length.", { status: 411 });
  return null;
}
