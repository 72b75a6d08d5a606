import { cache } from "react";
import type { TrustMapFilters } from "../../../rooms/address/trust-map.ts";
import { serverApi } from "../../../server/api.ts";

const read = cache(
  async (
    awsAccountId: string | null,
    grade: TrustMapFilters["grade"],
    kind: TrustMapFilters["kind"],
    q: string | null,
  ) => {
    const api = await serverApi();
    return api.trustMap.get({
      awsAccountId: awsAccountId ?? undefined,
      grade: grade ?? undefined,
      kind: kind ?? undefined,
      q: q || undefined,
    });
  },
);

/** Who can enter which account, read once per request. */
export const readTrustMap = ({ awsAccountId, grade, kind, q }: TrustMapFilters) => read(awsAccountId, grade, kind, q);
