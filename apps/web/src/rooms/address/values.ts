import { AwsAccountId, Day } from "@rolecall/domain";
import { createParser, parseAsNumberLiteral } from "nuqs/server";
import { z } from "zod";

/** A value that fits the schema. Everything else is no filter, because people edit addresses. */
export function parseAsValid<T extends string | number>(schema: z.ZodType<T>) {
  return createParser<T>({
    parse: (value) => (value === "" ? null : (schema.safeParse(value).data ?? null)),
    serialize: String,
  });
}

export const parseAsAwsAccountId = parseAsValid(AwsAccountId);
export const parseAsSearch = parseAsValid(z.string().trim().min(1).max(200));
export const parseAsCursor = parseAsValid(z.string().max(500));
export const parseAsDays = parseAsValid(z.coerce.number().int().min(0).max(36_600));
export const parseAsDay = parseAsValid(Day);
export const parseAsRecordId = parseAsValid(z.uuid());
/** An organisational unit or root by its id, or `none` for accounts in no unit. */
export const parseAsUnitId = parseAsValid(z.string().regex(/^(none|(r|ou)-[0-9a-z-]{1,98})$/));

export const RANGES_DAYS = [30, 90, 365] as const;
/** How many days up to now the charts show. */
export const parseAsRange = parseAsNumberLiteral(RANGES_DAYS).withDefault(365);

/** What the addresses of all lists of the inventory carry. */
export const INVENTORY_FILTERS = {
  q: parseAsSearch,
  awsAccountId: parseAsAwsAccountId,
  asOf: parseAsDay,
  cursor: parseAsCursor,
};
