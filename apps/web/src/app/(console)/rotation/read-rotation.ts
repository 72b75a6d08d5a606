import type { RotationStandingsInput } from "@rolecall/domain";
import { cache } from "react";
import type { RotationFilters } from "../../../rooms/address/rotation.ts";
import { seriesQuery } from "../../../rooms/charts/range.tsx";
import { serverApi } from "../../../server/api.ts";

type SeriesQuery = Parameters<Awaited<ReturnType<typeof serverApi>>["metrics"]["rotation"]>[0];

/** Read once per request however many blocks ask for it. The argument is a plain value, so that the cache finds it again. */
const readSeries = cache(async (query: string) => {
  const api = await serverApi();
  return api.metrics.rotation(JSON.parse(query));
});

/** Compliance over time, with what the rotations amount to. An empty owner is that nobody is named. */
export function readRotation(filters: RotationFilters) {
  const { unitId, owner, unowned } = filters;
  const query: SeriesQuery = {
    ...seriesQuery(filters, new Date()),
    unitId: unitId ?? undefined,
    owner: owner ?? (unowned ? "" : undefined),
  };
  return readSeries(JSON.stringify(query));
}

/** How accounts, units or owners stand today, the worst first. */
export const readStandings = cache(async (by: RotationStandingsInput["by"]) => {
  const api = await serverApi();
  return api.rotation.standings({ by });
});
