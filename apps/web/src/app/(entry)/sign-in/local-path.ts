/**
 * Where to go after signing in: a path of this console, never another site.
 *
 * @param asked the `next` parameter of the address, which anybody can write.
 */
export function localPath(asked: unknown): string {
  const home = "/overview";
  if (typeof asked !== "string") return home;
  const base = "http://console.invalid";
  const url = URL.parse(asked, base);
  if (url?.origin !== base || !asked.startsWith("/")) return home;
  return `${url.pathname}${url.search}`;
}
