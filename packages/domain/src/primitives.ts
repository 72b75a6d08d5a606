import { z } from "zod";

const FIRST_MS = Date.parse("0001-01-01T00:00:00Z");
const END_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** Whether an instant has a year of four digits: what is before or after, ISO 8601 and PostgreSQL write in different ways. */
export const isStorableInstant = (at: Date): boolean => at.getTime() >= FIRST_MS && at.getTime() <= END_MS;

const CALENDAR_DAY = /^(\d{4}-\d{2}-\d{2})(?!\d)/;

/** `Date` makes 2 March of 30 February. */
function hasNoSuchDay(text: unknown): boolean {
  const day = typeof text === "string" ? CALENDAR_DAY.exec(text)?.[1] : undefined;
  return day !== undefined && !z.iso.date().safeParse(day).success;
}

/** A UTC instant. A `Date` in process, an ISO 8601 string with time zone on the wire. */
export const Instant = z
  .preprocess((value) => (hasNoSuchDay(value) ? "no such day" : value), z.coerce.date())
  .refine(isStorableInstant, "The year must be between 1 and 9999")
  .meta({ format: "date-time" });

/** A calendar day in UTC, `YYYY-MM-DD`. */
export const Day = z.iso.date();

/** @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export const AwsAccountId = z
  .string()
  .regex(/^\d{12}$/, "An AWS account id has 12 digits")
  .describe("12-digit AWS account id");

/** Isolated groups of Regions: a role of one partition cannot be assumed from another. */
export const Partition = z.enum(["aws", "aws-cn", "aws-us-gov"]);
export type Partition = z.infer<typeof Partition>;

/** Whether PostgreSQL can hold a text: not with U+0000, nor with half a surrogate pair. */
export const isStorableText = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

/** Text that a person types, without white space around it. */
export const TypedText = z
  .string()
  .trim()
  .refine(isStorableText, "Must not contain the character U+0000, nor half a surrogate pair");

/** Input of every list: an opaque cursor and a page size of at most 200. */
export const PageInput = z.object({
  cursor: z.string().max(500).optional().describe("nextCursor of the page before"),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe("rows per page, 200 at most"),
});
export type PageInput = z.infer<typeof PageInput>;

/** One page of a list. `nextCursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export type Page<T> = { items: T[]; nextCursor: string | null };

export const MS_PER_DAY = 86_400_000;
