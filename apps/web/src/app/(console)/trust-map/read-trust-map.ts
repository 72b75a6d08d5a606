import { cache } from "react";
import { serverApi } from "../../../server/api.ts";

/** Who can enter which account, read once per request. */
export const readTrustMap = cache(async (awsAccountId: string | null) => {
  const api = await serverApi();
  return api.trustMap.get({ awsAccountId: awsAccountId ?? undefined });
});
