import type { Benchmark } from "@rolecall/domain";
import { cache } from "react";
import { serverApi } from "../../server/api.ts";
import { momentOf } from "../as-of/moment.ts";

/** How many findings are open, read once per request however many blocks ask for it. `day`: a past day; null: now. */
export const readSummary = cache(async (awsAccountId: string | null, day: string | null) => {
  const api = await serverApi();
  return api.findings.summary({ awsAccountId: awsAccountId ?? undefined, asOf: momentOf(day).asOf });
});

/** How the checks stand, and of how many accounts; read once per request. `day`: a past day; null: now. */
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
