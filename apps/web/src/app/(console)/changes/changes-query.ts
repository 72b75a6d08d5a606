import { MS_PER_DAY } from "@rolecall/domain";
import type { CHANGES } from "../../../rooms/address/changes.ts";
import type { FiltersOf } from "../../../rooms/address/page-address.ts";
import type { ListQuery } from "../../../rooms/list/list-query.ts";

const startOf = (day: string): Date => new Date(`${day}T00:00:00.000Z`);

/** The query for the API. Both days of the period are included; a filter for first inventories also shows them. */
export function changesQuery({ from, to, firstSeen, ...query }: ListQuery<FiltersOf<typeof CHANGES>>) {
  return {
    ...query,
    since: from ? startOf(from) : undefined,
    until: to ? new Date(startOf(to).getTime() + MS_PER_DAY) : undefined,
    firstSeen: firstSeen === "show" || query.change === "first_seen" ? "true" : "false",
  } as const;
}
