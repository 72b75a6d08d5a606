import type { PageAddress } from "../address/page-address.ts";

/** Values that say at which row a page begins. A new filter starts at the first row, so they are dropped. */
const PLACES = ["cursor", "page"];

/** The values of an address that a form has no field for, such as the order of the rows. The form keeps them. */
export function keptValues<Filters extends object>(
  address: PageAddress<Filters>,
  filters: Filters,
  shown: readonly string[],
): Record<string, string> {
  const kept = Object.entries(filters).filter(([name]) => !PLACES.includes(name) && !shown.includes(name));
  const href = address.href(Object.fromEntries(kept) as Partial<Filters>);
  return Object.fromEntries(new URL(href, "http://console.invalid").searchParams);
}
