import { v7 as uuidv7 } from "uuid";
import { AT } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as trail from "./trail.ts";

export const CASES: CasesOf<typeof trail> = {
  claimLookup: (tx, { openLookupId }) => trail.claimLookup(tx, openLookupId, 30),
  insertLookup: (tx, { accountId, roleId }) =>
    trail.insertLookup(tx, { id: uuidv7(), accountId, subject: "role", subjectId: roleId, requestedAt: AT }),
  insertTrailEvents: (tx, { accountId }) =>
    trail.insertTrailEvents(tx, accountId, [
      {
        ...{ eventId: uuidv7(), at: AT, eventName: "CreateUser", actorArn: null },
        ...{ sourceIpAddress: null, userAgent: null, resourceNames: [] },
      },
    ]),
  renewLookup: (tx, { openLookupId }) => trail.renewLookup(tx, openLookupId, 30),
};
