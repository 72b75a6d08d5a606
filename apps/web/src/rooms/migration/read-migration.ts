import { cache } from "react";
import { serverApi } from "../../server/api.ts";

/**
 * The migration of one user, read once per request.
 *
 * @param asOfMs the instant, as a plain value, because the cache compares by identity; null: now.
 */
export const readMigration = cache(async (userId: string, asOfMs: number | null) => {
  const api = await serverApi();
  return api.migrations.get({ userId, asOf: asOfMs === null ? undefined : new Date(asOfMs) });
});
