import { AppError } from "../../errors.ts";
import { TrustGrade } from "../../inventory/trust-grade.ts";
import type { RoleTrust, TrustVerdict } from "../../judgement/trust.ts";

const PRINCIPALS_PER_PAGE = 50;
/** Of a page as JSON: each principal brings the statement that would be right, which may name all the others. */
const MAX_PAGE_BYTES = 256 * 1024;

const worstFirst = ({ principals }: TrustVerdict): TrustVerdict["principals"] =>
  principals.toSorted(
    (a, b) => TrustGrade.options.indexOf(a.grade) - TrustGrade.options.indexOf(b.grade) || a.statement - b.statement,
  );

function startOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,6}$/.test(cursor)) return Number(cursor);
  throw new AppError("INVALID", "cursor: not a cursor of this list; start again from the first page", {
    details: { field: "cursor" },
  });
}

/**
 * One page of a verdict's principals, worst first, and how many there are in all.
 *
 * @throws AppError INVALID if the cursor is not one of these
 */
export function pagePrincipals(
  verdict: TrustVerdict,
  { cursor, limit = PRINCIPALS_PER_PAGE }: { cursor?: string | undefined; limit?: number | undefined },
): RoleTrust {
  const all = worstFirst(verdict);
  const start = startOf(cursor);
  let end = start;
  for (let bytes = 0; end < all.length && end - start < limit; end++) {
    bytes += JSON.stringify(all[end]).length;
    if (bytes > MAX_PAGE_BYTES && end > start) break;
  }
  return {
    ...verdict,
    principals: all.slice(start, end),
    principalCount: all.length,
    nextCursor: end < all.length ? String(end) : null,
  };
}
