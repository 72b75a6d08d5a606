import { cache } from "react";
import { serverApi } from "../../server/api.ts";

/** The current state in numbers, read once per request. */
export const readOverview = cache(async (awsAccountId: string | null) => {
  const api = await serverApi();
  return api.metrics.overview({ awsAccountId: awsAccountId ?? undefined });
});
