import { type ColumnSort, columnSort } from "@rolecall/ui";
import type { PageAddress } from "../address/page-address.ts";
import { type Moment, momentOf } from "../as-of/moment.ts";
import type { ListFilters } from "./list-query.ts";

type SortKey<Filters> = Filters extends { sort: infer Sort extends string }
  ? Sort extends `-${infer Key}`
    ? Key
    : Sort
  : never;

/** A list as an address asks for it. */
export type View<Filters> = {
  filters: Filters;
  moment: Moment;
  /** Whether the filters leave rows out. */
  isFiltered: boolean;
  /** The list with other filters, from its first page on. */
  href: (change: Partial<Filters>) => string;
  /** The list from a cursor on; null: from its start. */
  hrefAt: (cursor: string | null) => string;
  /** What a click on a column's head asks for. */
  sortBy: (key: SortKey<Filters>, first?: "descending") => ColumnSort;
};

/** Whether an address asks for some of the rows only. The moment, the order and the cursor do not count. */
function isFilteredBy({ asOf, sort, cursor, ...chosen }: ListFilters): boolean {
  return Object.values(chosen).some((value) => value !== null);
}

export function viewOf<Filters extends ListFilters>(address: PageAddress<Filters>, filters: Filters): View<Filters> {
  const href = (change: Partial<Filters>) => address.href({ ...filters, cursor: null, ...change });
  return {
    filters,
    moment: momentOf(filters.asOf ?? null),
    isFiltered: isFilteredBy(filters),
    href,
    hrefAt: (cursor) => address.href({ ...filters, cursor }),
    sortBy: (key, first) => columnSort(key, filters.sort ?? "", (sort) => href({ sort } as Partial<Filters>), first),
  };
}
