import { MS_PER_DAY } from "@rolecall/domain";
import type { CHANGES } from "../../../rooms/address/changes.ts";
import type { FiltersOf } from "../../../rooms/address/page-address.ts";
import type { ListQuery } from "../../../rooms/list/list-query.ts";

const startOf = (day: string): Date => new Date(`${day}T00:00:00.000Z`);

/** What the API is asked. Both days of the period are part of it; who looks for first inventories wants to see them. */
export function changesQuery({ from, to, firstSeen, ...query }: ListQuery<FiltersOf<typeof CHANGES>>) {
  return {
    ...query,
    since: from ? startOf(from) : undefined,
    until: to ? new Date(startOf(to).getTime() + MS_PER_DAY) : undefined,
    firstSeen: firstSeen === "show" || query.change === "first_seen" ? "true" : "false",
  } as const;
}
