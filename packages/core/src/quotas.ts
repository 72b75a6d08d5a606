import { AppError, TENANT_QUOTAS, type TenantQuota } from "@rolecall/domain";

/**
 * Refuses one more of what an organisation has as many of as there can be.
 *
 * @param had how many there are already
 * @throws AppError CONFLICT
 */
export function assertWithinQuota(name: TenantQuota, had: number, more = 1): void {
  const { most, what, instead } = TENANT_QUOTAS[name];
  if (had + more <= most) return;
  throw new AppError(
    "CONFLICT",
    `Your organisation has ${had.toLocaleString("en")} ${what}, and there can be ${most.toLocaleString("en")} at most. ${instead}`,
    { details: { quota: name, most } },
  );
}
