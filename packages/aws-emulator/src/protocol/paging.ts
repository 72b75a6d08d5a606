import { errors } from "./aws-error.ts";
import { element } from "./query-xml.ts";
import type { RequestParams } from "./request-params.ts";

/**
 * `irregular`: pages after the first one may be short or even empty while more follow, as AWS documents it; always at the same
 * places. `full`: each page holds as much as was asked for. `overlapping`: a page of one, then pages of two, each of which begins with
 * the last item of the one before, as where something was created between the two calls.
 */
export type PagingStyle = "irregular" | "full" | "overlapping";

/** Behind how many of the items of a page the next one begins. */
export const itemsDone = (style: PagingStyle, pageNumber: number, taken: number): number => {
  if (style !== "overlapping" || (taken === 1 && pageNumber > 0)) return taken;
  return Math.max(0, taken - 1);
};

const DEFAULT_ITEMS = 100;
const MAX_ITEMS = 1_000;

/** How many items a page holds, from its number (0 for the first) and from what was asked for. */
export function pageSize(style: PagingStyle, pageNumber: number, asked: number): number {
  if (style === "full") return asked;
  if (style === "overlapping") return pageNumber === 0 ? 1 : 2;
  if (pageNumber % 5 === 3) return 0;
  return pageNumber % 3 === 1 ? Math.ceil(asked * 0.6) : asked;
}

export const readMaxItems = (params: RequestParams): number =>
  params.integer("MaxItems", { min: 1, max: MAX_ITEMS, fallback: DEFAULT_ITEMS });

/** @throws AwsError ValidationError for a marker that was not given out here. */
export function readMarker<T>(params: RequestParams): T | null {
  const marker = params.optional("Marker");
  if (marker === null) return null;
  try {
    return JSON.parse(Buffer.from(marker, "base64url").toString("utf8")) as T;
  } catch {
    throw errors.validation(`Invalid Marker: ${marker}`);
  }
}

export const writeMarker = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString("base64url");

export const pageTail = (marker: string | null): string =>
  element("IsTruncated", marker !== null) + element("Marker", marker);

type Position = { after: string | null; page: number };

/**
 * One page of a list, ordered by `keyOf`. The marker names the last item that was given out, so that what is deleted between two
 * pages does not shift the rest.
 */
export function paginate<T>(
  { params, paging }: { params: RequestParams; paging: PagingStyle },
  items: readonly T[],
  keyOf: (item: T) => string,
): { items: T[]; tail: string } {
  const { after, page } = readMarker<Position>(params) ?? { after: null, page: 0 };
  const asked = readMaxItems(params);
  const rest = sortedAfter(items, keyOf, after);
  const size = rest.length === 0 ? 0 : pageSize(paging, page, asked);
  const taken = rest.slice(0, size);
  const last = taken[itemsDone(paging, page, taken.length) - 1];
  const more = rest.length > size;
  const marker = more ? writeMarker({ after: last === undefined ? after : keyOf(last), page: page + 1 }) : null;
  return { items: taken, tail: pageTail(marker) };
}

/** The items behind a key, in binary order of their keys. Keys are read once each: lists are long and pages are many. */
export function sortedAfter<T>(items: Iterable<T>, keyOf: (item: T) => string, after: string | null): T[] {
  const keyed: { key: string; item: T }[] = [];
  for (const item of items) {
    const key = keyOf(item);
    if (after === null || key > after) keyed.push({ key, item });
  }
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}
