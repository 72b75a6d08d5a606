import type { PageAddress } from "../address/page-address.ts";

/** Names of the address that say where in the list its page begins: a new filter begins at the first. */
const PLACES = ["cursor", "page"];

/** What an address carries besides the fields of a form, such as the order of the rows: the form keeps it. */
export function keptValues<Filters extends object>(
  address: PageAddress<Filters>,
  filters: Filters,
  shown: readonly string[],
): Record<string, string> {
  const kept = Object.entries(filters).filter(([name]) => !PLACES.includes(name) && !shown.includes(name));
  const href = address.href(Object.fromEntries(kept) as Partial<Filters>);
  return Object.fromEntries(new URL(href, "http://console.invalid").searchParams);
}
