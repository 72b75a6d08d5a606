import { cache } from "react";
import { serverApi } from "../../server/api.ts";

const MOST_OPTIONS = 200;

/** The campaigns that go on, by name, as choices. Read once per request. */
export const readOpenCampaigns = cache(async () => {
  const api = await serverApi();
  const { items } = await api.campaigns.list({ state: "open", sort: "name", limit: MOST_OPTIONS });
  return items.map(({ id, name }) => ({ value: id, label: name }));
});
