import { v7 as uuidv7 } from "uuid";
import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as trail from "./index.ts";

export const CASES: CasesOf<typeof trail> = {
  endLookup: (tx, { openLookupId }) =>
    trail.endLookup(tx, openLookupId, { status: "complete", finishedAt: NOW, error: null, result: { events: 0 } }),
  findCredentialAsked: (tx, { credentialId }) => trail.findCredentialAsked(tx, credentialId),
  findLookup: (tx, { openLookupId }) => trail.findLookup(tx, openLookupId),
  findNewestLookup: (tx, { credentialId }) => trail.findNewestLookup(tx, credentialId),
  findRoleAsked: (tx, { roleId }) => trail.findRoleAsked(tx, roleId),
  findUserAsked: (tx, { userId }) => trail.findUserAsked(tx, userId),
  insertLookup: (tx, { accountId, userId }) =>
    trail.insertLookup(tx, { id: uuidv7(), accountId, subject: "user", subjectId: userId, requestedAt: AT }),
  insertTrailEvents: (tx, { accountId }) =>
    trail.insertTrailEvents(tx, accountId, [
      {
        ...{ eventId: uuidv7(), at: AT, eventName: "CreateUser", actorArn: null },
        ...{ sourceIpAddress: null, userAgent: null, resourceNames: [] },
      },
    ]),
  listRoleCallers: [
    (tx, { roleArn }) => trail.listRoleCallers(tx, { arn: roleArn }),
    (tx, { roleArn }) => trail.listRoleCallers(tx, { arn: roleArn, asOf: NOW }),
  ],
  showLookup: (tx, { openLookupId: id }) => trail.showLookup(tx, { id, status: "queued" }),
};
