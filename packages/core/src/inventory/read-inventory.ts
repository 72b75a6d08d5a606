import type { TenantTx } from "@rolecall/db";
import { AppError } from "@rolecall/domain";
import type { Ctx } from "../context.ts";

const LAST_YEAR = 9999;

/** Refuses what JavaScript holds and a date in four digits does not. @throws AppError INVALID */
export function checkInstant(field: string, at: Date | undefined): void {
  const year = at?.getUTCFullYear();
  if (year !== undefined && (year < 1 || year > LAST_YEAR)) {
    throw new AppError("INVALID", `${field}: must be an instant between the years 1 and ${LAST_YEAR}`, {
      details: { field },
    });
  }
}

/** Reads the inventory, now or as it was. @throws AppError INVALID if `asOf` lies in the future, of which nothing is known */
export async function readInventory<T>(
  ctx: Ctx,
  { asOf }: { asOf?: Date | undefined },
  query: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  checkInstant("asOf", asOf);
  if (asOf && asOf > ctx.now()) {
    throw new AppError(
      "INVALID",
      `asOf: ${asOf.toISOString()} lies in the future; leave it out for the present inventory`,
      { details: { field: "asOf" } },
    );
  }
  return ctx.db.inTenant(ctx.tenantId, query);
}
