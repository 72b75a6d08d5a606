import type { Moment } from "../as-of/moment.ts";

/** What the address of every list carries. */
export type ListFilters = { cursor: string | null; asOf?: string | null; sort?: string };

/** What the API is asked: no null, and an instant instead of a day. */
export type ListQuery<Filters> = {
  [Name in keyof Filters]: Name extends "asOf" ? Date | undefined : Exclude<Filters[Name], null> | undefined;
};

type Asked<Filters> = { filters: Filters; moment: Pick<Moment, "asOf"> };

/** Null of the address is "no filter" to the API. */
export function queryOf<Filters extends ListFilters>({ filters, moment }: Asked<Filters>): ListQuery<Filters> {
  const given = Object.entries(filters).filter(([name, value]) => value !== null && name !== "asOf");
  return { ...Object.fromEntries(given), ...(moment.asOf ? { asOf: moment.asOf } : {}) } as ListQuery<Filters>;
}
