import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as replays from "./index.ts";

export const CASES: CasesOf<typeof replays> = {
  endReplay: (tx) => replays.endReplay(tx),
  findReplay: (tx) => replays.findReplay(tx),
  showReplay: (tx, { tenantId }) =>
    replays.showReplay(tx, tenantId, {
      ...{ fromAt: AT, toAt: NOW, reachedAt: null, runStartedAt: NOW, daysDone: 0, daysLeft: 365, shownAt: NOW },
    }),
};
