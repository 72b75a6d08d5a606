import { ListPeopleInput } from "@rolecall/domain";
import { parseAsNumberLiteral, parseAsStringLiteral } from "nuqs/server";
import { type FiltersOf, pageAddress } from "./page-address.ts";
import { parseAsCursor, parseAsSearch } from "./values.ts";

/** Persons and workloads. */
export const PEOPLE = pageAddress("/people", {
  q: parseAsSearch,
  /** Only those that have several users. */
  minUsers: parseAsNumberLiteral([2]),
  sort: parseAsStringLiteral(ListPeopleInput.shape.sort.unwrap().options).withDefault("name"),
  cursor: parseAsCursor,
});
export type PeopleFilters = FiltersOf<typeof PEOPLE>;

/** One person or workload. */
export const personHref = (id: string): string => `/people/${id}`;
