import { cache } from "react";
import { serverApi } from "../../../../server/api.ts";

/** What should take the place of a user, read once per request. */
export const readReplacement = cache(async (userId: string) => {
  const api = await serverApi();
  return api.migrations.replacement({ userId });
});
