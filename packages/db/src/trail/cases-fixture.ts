import { v7 as uuidv7 } from "uuid";
import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as trail from "./index.ts";

export const CASES: CasesOf<typeof trail> = {
  countLookups: [
    (tx) => trail.countLookups(tx, { since: AT }),
    (tx, { userId }) => trail.countLookups(tx, { since: AT, userId }),
  ],
  endLastAccessedLookup: (tx, { lastAccessedId }) =>
    trail.endLastAccessedLookup(tx, lastAccessedId, { finishedAt: NOW, error: "Denied" }),
  endLookup: (tx, { openLookupId }) =>
    trail.endLookup(tx, openLookupId, { status: "complete", finishedAt: NOW, error: null, result: { events: 0 } }),
  failLookups: (tx, { accountId }) =>
    trail.failLookups(tx, accountId, { which: "running", finishedAt: NOW, error: "Denied" }),
  findAccessedServices: (tx, { userId }) => trail.findAccessedServices(tx, userId, NOW),
  findCredentialAsked: (tx, { credentialId }) => trail.findCredentialAsked(tx, credentialId),
  findGatheringSince: [(tx) => trail.findGatheringSince(tx), (tx, { userId }) => trail.findGatheringSince(tx, userId)],
  findLookup: (tx, { openLookupId }) => trail.findLookup(tx, openLookupId),
  findNewestLookup: (tx, { credentialId }) => trail.findNewestLookup(tx, credentialId),
  findRoleAsked: (tx, { roleId }) => trail.findRoleAsked(tx, roleId),
  findUserAsked: (tx, { userId }) => trail.findUserAsked(tx, userId),
  hasOpenLookups: (tx, { accountId }) => trail.hasOpenLookups(tx, accountId),
  insertLastAccessedLookups: (tx, { accountId, goneUserId }) =>
    trail.insertLastAccessedLookups(tx, [{ id: uuidv7(), accountId, userId: goneUserId }], AT),
  insertLookup: (tx, { accountId, userId }) =>
    trail.insertLookup(tx, { id: uuidv7(), accountId, subject: "user", subjectId: userId, requestedAt: AT }),
  insertLookups: (tx, { accountId, oldKeyId }) =>
    trail.insertLookups(tx, [{ id: uuidv7(), accountId, subject: "credential", subjectId: oldKeyId }], AT),
  insertTrailEvents: (tx, { accountId }) =>
    trail.insertTrailEvents(tx, accountId, [
      {
        ...{ eventId: uuidv7(), at: AT, eventName: "CreateUser", actorArn: null },
        ...{ sourceIpAddress: null, userAgent: null, resourceNames: [] },
      },
    ]),
  listLookupFailures: (tx) => trail.listLookupFailures(tx, { since: AT }),
  listRoleCallers: [
    (tx, { roleArn }) => trail.listRoleCallers(tx, { arn: roleArn }),
    (tx, { roleArn }) => trail.listRoleCallers(tx, { arn: roleArn, asOf: NOW }),
  ],
  readCredentialsAsked: (tx, { userId }) => trail.readCredentialsAsked(tx, [userId]),
  readUsersAsked: (tx, { userId }) => trail.readUsersAsked(tx, [userId]),
  requeueLookups: (tx, { accountId }) => trail.requeueLookups(tx, accountId),
  takeLastAccessedLookup: (tx, { accountId }) => trail.takeLastAccessedLookup(tx, accountId),
  takeLookup: (tx, { accountId }) => trail.takeLookup(tx, accountId),
};
