import { AwsAccountId } from "@rolecall/domain";
import { createParser } from "nuqs/server";
import { z } from "zod";

/** A value of the address that fits the schema. Anything else, and nothing, is no filter: people edit addresses. */
function parseAsValid<T extends string | number>(schema: z.ZodType<T>) {
  return createParser<T>({
    parse: (value) => (value === "" ? null : (schema.safeParse(value).data ?? null)),
    serialize: String,
  });
}

export const parseAsAwsAccountId = parseAsValid(AwsAccountId);
export const parseAsSearch = parseAsValid(z.string().trim().min(1).max(200));
export const parseAsCursor = parseAsValid(z.string().max(500));
export const parseAsDays = parseAsValid(z.coerce.number().int().min(0).max(36_600));
