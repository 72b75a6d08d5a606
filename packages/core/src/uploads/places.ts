import { AppError } from "@rolecall/domain";

/** Each holds a few MB while it reads; a stranger who sends slowly holds no more than these. */
const PLACES_OF_TENANT = 2;
const PLACES = 8;

const taken = new Map<string, number>();

/**
 * Does the work in one of the places for receiving files that this process has, and a tenant has a few of.
 *
 * @throws AppError CONFLICT if the tenant has none left, UNAVAILABLE if nobody has.
 */
export async function inPlace<Result>(tenantId: string, work: () => Promise<Result>): Promise<Result> {
  const own = taken.get(tenantId) ?? 0;
  if (own >= PLACES_OF_TENANT) {
    throw new AppError("CONFLICT", `${own} files are being received from you. Send this one when they are done.`);
  }
  const all = taken.values().reduce((sum, places) => sum + places, 0);
  if (all >= PLACES) throw new AppError("UNAVAILABLE", "Many files are being received. Send this one in a minute.");
  taken.set(tenantId, own + 1);
  try {
    return await work();
  } finally {
    const left = (taken.get(tenantId) ?? 1) - 1;
    if (left === 0) taken.delete(tenantId);
    else taken.set(tenantId, left);
  }
}
