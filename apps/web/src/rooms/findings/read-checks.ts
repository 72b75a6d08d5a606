import type { Benchmark } from "@rolecall/domain";
import { cache } from "react";
import { serverApi } from "../../server/api.ts";
import { momentOf } from "../as-of/moment.ts";

/** The number of open findings, read once per request. `day`: a past day; null: now. */
export const readSummary = cache(async (awsAccountId: string | null, day: string | null) => {
  const api = await serverApi();
  return api.findings.summary({ awsAccountId: awsAccountId ?? undefined, asOf: momentOf(day).asOf });
});

/** The results of the checks and the number of accounts judged, read once per request. `day`: a past day; null: now. */
export const readChecks = cache(
  async (benchmark: Benchmark | null, awsAccountId: string | null, day: string | null) => {
    const api = await serverApi();
    return api.checks.list({
      benchmark: benchmark ?? undefined,
      awsAccountId: awsAccountId ?? undefined,
      asOf: momentOf(day).asOf,
    });
  },
);
