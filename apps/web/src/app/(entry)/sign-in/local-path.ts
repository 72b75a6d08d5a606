const HOME = "/overview";
/** Of no site: what it leads away from shows in the origin. */
const BASE = "http://console.invalid";

/**
 * Where to go after signing in: a path of this console, never another site.
 *
 * @param asked the `next` parameter of the address, which anybody can write.
 */
export function localPath(asked: unknown): string {
  if (typeof asked !== "string" || !asked.startsWith("/")) return HOME;
  const url = URL.parse(asked, BASE);
  if (url?.origin !== BASE) return HOME;
  const path = `${url.pathname}${url.search}`;
  // Dots are resolved by now: `/.//evil.example` has become `//evil.example`, which names another site.
  return path.startsWith("//") ? HOME : path;
}
