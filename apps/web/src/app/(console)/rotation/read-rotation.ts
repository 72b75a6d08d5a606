import type { RotationStandingsInput } from "@rolecall/domain";
import { cache } from "react";
import type { RotationFilters } from "../../../rooms/address/rotation.ts";
import { seriesQuery } from "../../../rooms/charts/range.tsx";
import { serverApi } from "../../../server/api.ts";

type SeriesQuery = Parameters<Awaited<ReturnType<typeof serverApi>>["metrics"]["rotation"]>[0];

/** Read once per request. The argument is a plain value, because the cache compares by identity. */
const readSeries = cache(async (query: string) => {
  const api = await serverApi();
  return api.metrics.rotation(JSON.parse(query));
});

/** Compliance over time, and the figures of rotations. For the API an empty owner means that there is none. */
export function readRotation(filters: RotationFilters) {
  const { unitId, owner, unowned } = filters;
  const query: SeriesQuery = {
    ...seriesQuery(filters, new Date()),
    unitId: unitId ?? undefined,
    owner: owner ?? (unowned ? "" : undefined),
  };
  return readSeries(JSON.stringify(query));
}

/** The compliance of accounts, units or owners today, worst first. */
export const readStandings = cache(async (by: RotationStandingsInput["by"]) => {
  const api = await serverApi();
  return api.rotation.standings({ by });
});
