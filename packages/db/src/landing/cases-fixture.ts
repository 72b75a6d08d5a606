import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as landing from "./landing.ts";

export const CASES: CasesOf<typeof landing> = {
  appendVersions: (tx, { accountId, userId, scanId }) =>
    landing.appendVersions(tx, [
      {
        ...{
          subject: "user",
          subject_id: userId,
          valid_from: NOW.toISOString(),
          valid_to: null,
          account_id: accountId,
        },
        ...{ scan_id: scanId, change: "changed", content_hash: "other", content: {} },
      },
    ]),
  countPresent: (tx, { accountId }) => landing.countPresent(tx, accountId),
  lockLanding: (tx, { accountId }) => landing.lockLanding(tx, accountId),
  readNewerSubjects: (tx, { userId }) => landing.readNewerSubjects(tx, "user", [userId], AT),
  readRowIndex: (tx, { accountId }) => landing.readRowIndex(tx, "iam_user", accountId),
  readRows: (tx, { userId }) => landing.readRows(tx, "iam_user", [userId]),
  upsertRows: async (tx, { userId }) =>
    landing.upsertRows(tx, "iam_user", await landing.readRows(tx, "iam_user", [userId])),
};
