import { cache } from "react";
import { serverApi } from "../../../../../server/api.ts";
import { orNotFound } from "../../../../../server/or-not-found.ts";

/** One campaign, read once per request. @throws Next's "not found" */
export const readCampaign = cache(async (id: string) => {
  const api = await serverApi();
  return orNotFound(api.campaigns.get({ id }));
});
