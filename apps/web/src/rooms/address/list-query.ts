import { z } from "zod";

/** What the address of a list carries. What does not fit is dropped: people edit addresses. */
const ListQuery = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  cursor: z.string().max(500).optional().catch(undefined),
});

export type ListQuery = z.infer<typeof ListQuery>;
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export async function readListQuery(searchParams: SearchParams): Promise<ListQuery> {
  return ListQuery.parse(await searchParams);
}

/** An address with a query; empty values are left out. */
export function hrefOf(path: string, query: Record<string, string | null | undefined>): string {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return entries.length > 0 ? `${path}?${new URLSearchParams(entries)}` : path;
}
