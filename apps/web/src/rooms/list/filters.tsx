import { type FilterField, FilterForm, type FilterOption } from "@rolecall/ui";
import { accountField } from "../accounts/account-field.ts";
import type { PageAddress } from "../address/page-address.ts";
import { asOfField, type Moment, momentOf } from "../as-of/moment.ts";
import { keptValues } from "./kept-values.ts";

type Named<Filters> = { name: keyof Filters & string; label: string };

/** One filter of a page, as the page declares it. */
export type Filter<Filters> =
  /** The account, by `awsAccountId`. */
  | { kind: "account" }
  /** The day of the past, by `asOf`. */
  | { kind: "asOf" }
  | (Named<Filters> & { kind: "search" | "number"; placeholder: string })
  | (Named<Filters> & { kind: "date" })
  | (Named<Filters> & {
      kind: "choice";
      /** A function where they have to be read. */
      options: readonly FilterOption[] | (() => Promise<readonly FilterOption[]>);
      /** Label of "no filter". Without it one of the options is always chosen. */
      any?: string;
      /** What it asks for has no history: on a day of the past it is no filter. */
      onlyNow?: true;
    });

/** The values of a filter in the order of their labels. */
export function choicesOf<Value extends string>(
  labels: Readonly<Record<Value, string | { label: string }>>,
): FilterOption[] {
  return Object.entries<string | { label: string }>(labels).map(([value, label]) => ({
    value,
    label: typeof label === "string" ? label : label.label,
  }));
}

const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

async function fieldOf<Filters>(filter: Filter<Filters>, filters: Filters, moment: Moment): Promise<FilterField> {
  if (filter.kind === "account") {
    return accountField(textOf((filters as { awsAccountId?: string | null }).awsAccountId));
  }
  if (filter.kind === "asOf") return asOfField(moment);
  const { name, label } = filter;
  const value = filters[name];
  switch (filter.kind) {
    case "search":
      return { kind: "search", name, label, placeholder: filter.placeholder, value: textOf(value) };
    case "number":
      return {
        kind: "number",
        name,
        label,
        placeholder: filter.placeholder,
        value: value === null ? null : Number(value),
      };
    case "date":
      return { kind: "date", name, label, value: textOf(value) };
    case "choice": {
      const none = filter.any === undefined ? [] : [{ value: "", label: filter.any }];
      const options = typeof filter.options === "function" ? await filter.options() : filter.options;
      return { kind: "select", name, label, value: textOf(value), options: [...none, ...options] };
    }
  }
}

const isOnlyNow = <Filters,>(filter: Filter<Filters>) => filter.kind === "choice" && filter.onlyNow === true;

/** The filters of an address, without those that the past cannot answer. */
export function withoutPresent<F extends { asOf?: string | null }>(declared: readonly Filter<F>[], filters: F): F {
  if (momentOf(filters.asOf ?? null).day === null) return filters;
  const dropped = declared.filter(isOnlyNow).map((filter) => ["name" in filter ? filter.name : "", null]);
  return { ...filters, ...Object.fromEntries(dropped) };
}

type FiltersProps<Filters> = {
  address: PageAddress<Filters>;
  filters: Filters;
  moment?: Moment;
  /** Name of the form: what it filters. */
  label: string;
  declared: readonly Filter<Filters>[];
  /** False: one of the options is always chosen. */
  isClearable?: boolean;
};

/** The filters of a page, kept in its address. */
export async function Filters<F extends object>(props: FiltersProps<F>) {
  const { address, filters, moment = momentOf(null), label, declared, isClearable } = props;
  const asked = declared.filter((filter) => moment.day === null || !isOnlyNow(filter));
  const fields = await Promise.all(asked.map((filter) => fieldOf(filter, filters, moment)));
  return (
    <FilterForm
      action={address.path}
      label={label}
      kept={keptValues(
        address,
        filters,
        fields.map(({ name }) => name),
      )}
      fields={fields}
      isClearable={isClearable}
    />
  );
}
