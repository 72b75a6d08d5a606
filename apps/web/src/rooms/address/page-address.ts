import { createLoader, createSerializer, type inferParserType, type ParserMap } from "nuqs/server";

/** As Next hands them to a page. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** A page of the console with the values of its address. Values that do not fit are dropped, because people edit addresses. */
export type PageAddress<Filters> = {
  path: string;
  load: (searchParams: SearchParams) => Promise<Filters>;
  /** The page with these filters; what is left out is no filter. */
  href: (filters: Partial<Filters>) => string;
};

export type FiltersOf<Address> = Address extends PageAddress<infer Filters> ? Filters : never;

export function pageAddress<Parsers extends ParserMap>(
  path: string,
  parsers: Parsers,
): PageAddress<inferParserType<Parsers>> {
  const serialize = createSerializer(parsers);
  return { path, load: createLoader(parsers), href: (filters) => serialize(path, filters) };
}
