/** A job that carries no tenant is of all of them together. */
export const NOBODY = "";
/** How soon a job is tried again that found its tenant's places taken, at the least and at the most. */
const SOONEST_MS = 100;
const LATEST_MS = 10_000;
/** How much the newest run counts in what a run usually takes. */
const NEWEST = 0.2;

export const tenantOf = (payload: Readonly<Record<string, unknown>>): string =>
  typeof payload.tenantId === "string" ? payload.tenantId : NOBODY;

export type Share = { kind: "place"; release: () => void } | { kind: "later"; afterMs: number };

/**
 * The places of a lane in this process, of which each tenant may have so many. What finds them taken is not to wait in a place: it goes
 * back to the queue, for about as long as it will take until one of its tenant's is free.
 *
 * @param clock milliseconds of a monotonic clock
 */
export function createTenantShares(perTenant: number, clock: () => number = () => performance.now()) {
  const running = new Map<string, number>();
  /** Until when the times at which a tenant's jobs come back are given out. */
  const promised = new Map<string, number>();
  let usualMs = SOONEST_MS;

  function later(tenant: string): Share {
    const now = clock();
    const spacingMs = Math.max(usualMs / perTenant, SOONEST_MS / 10);
    const at = Math.max(promised.get(tenant) ?? 0, now + SOONEST_MS) + spacingMs;
    promised.set(tenant, Math.min(at, now + LATEST_MS));
    return { kind: "later", afterMs: Math.round(Math.min(at - now, LATEST_MS)) };
  }

  function release(tenant: string, tookMs: number): void {
    usualMs += NEWEST * (tookMs - usualMs);
    const left = (running.get(tenant) ?? 1) - 1;
    if (left > 0) return void running.set(tenant, left);
    running.delete(tenant);
    if ((promised.get(tenant) ?? 0) <= clock()) promised.delete(tenant);
  }

  return {
    /** A place for a job of this tenant, to be released once, or when to come back. */
    take(tenant: string): Share {
      const taken = running.get(tenant) ?? 0;
      if (tenant !== NOBODY && taken >= perTenant) return later(tenant);
      running.set(tenant, taken + 1);
      const startedAt = clock();
      return { kind: "place", release: () => release(tenant, clock() - startedAt) };
    },
  };
}
export type TenantShares = ReturnType<typeof createTenantShares>;
