import { cache } from "react";
import { type RotationFilters, rotationInput, type StandingsBy } from "../../../rooms/address/rotation.ts";
import { serverApi } from "../../../server/api.ts";

/** Read once per request however many blocks ask for it. The argument is a plain value, so that the cache finds it again. */
const readSeries = cache(async (input: string) => {
  const api = await serverApi();
  return api.metrics.rotation(JSON.parse(input));
});

/** Compliance over time, with what the rotations amount to. */
export const readRotation = (filters: RotationFilters) =>
  readSeries(JSON.stringify(rotationInput(filters, new Date())));

/** How accounts, units or owners stand today, the worst first. */
export const readStandings = cache(async (by: StandingsBy) => {
  const api = await serverApi();
  return api.rotation.standings({ by });
});
