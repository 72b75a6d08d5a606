import type { FindingWrites, JudgedFinding } from "@rolecall/domain";
import { v7 as uuidv7 } from "uuid";
import { AT, NOW, type QueriedTenant } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as judgement from "./index.ts";

const DEADLINES = { deadlineAt: NOW, dueSoonAt: NOW, unusedAt: null };
const SAYS = { severity: "medium", grade: null, sentence: "The key is old.", facts: [] } as const;
const accountOf = ({ accountId, awsAccountId }: QueriedTenant) => ({ accountId, awsAccountId });
const rowOf = ({ accountId, awsAccountId }: QueriedTenant) =>
  ({ id: accountId, awsAccountId, partition: "aws" }) as const;
const accountThen = (of: QueriedTenant) => ({ ...accountOf(of), asOf: NOW });

const writesOf = ({ credentialId, findingId, userId }: QueriedTenant): FindingWrites => {
  const id = uuidv7();
  const finding: JudgedFinding = {
    ...{ id, checkId: "credential_unused", subject: "credential", subjectId: credentialId, resourceName: "AKIAFULL" },
    ...{ userRecordId: userId, owner: null, isOpen: true, isProvisional: false, ...SAYS, facts: [] },
    ...{ firstOpenedAt: NOW, openedAt: NOW, timesOpened: 1, resolvedAt: null, resolution: null },
  };
  const begun = {
    findingId: id,
    openedAt: NOW,
    openedScanId: null,
    ...SAYS,
    facts: [],
    resolvedAt: null,
    resolution: null,
  };
  return { findings: [finding], continued: [findingId], ended: [{ findingId, resolution: null }], begun: [begun] };
};

export const CASES: CasesOf<typeof judgement> = {
  endException: (tx, { exceptionId }) => judgement.endException(tx, exceptionId, NOW, "The user has a password."),
  isToBeJudged: (tx, { accountId }) => judgement.isToBeJudged(tx, { accountId, now: NOW }),
  insertJudgement: (tx, { accountId, scanId }) =>
    judgement.insertJudgement(tx, {
      ...{
        accountId,
        scanId,
        judgedAt: NOW,
        userRecordId: null,
        reportObservedAt: null,
        checks: {},
        unread: { roles: "denied" },
      },
      contextHash: `hash of ${accountId}`,
    }),
  keepContext: async (tx, of) => judgement.keepContext(tx, await judgement.readContext(tx, rowOf(of), NOW)),
  lastUnread: (tx, { accountId }) => judgement.lastUnread(tx, accountId, NOW),
  lastJudgedAt: (tx, { accountId }) => judgement.lastJudgedAt(tx, accountId),
  listJudgedDays: (tx, { accountId }) => judgement.listJudgedDays(tx, accountId),
  listJudgements: (tx, { accountId }) => judgement.listJudgements(tx, accountId),
  openRoles: [
    async (tx, of) => Array.fromAsync((await judgement.openRoles(tx, accountOf(of))).all()),
    async (tx, of) => Array.fromAsync((await judgement.openRoles(tx, accountThen(of))).enterable()),
  ],
  putOffJudgement: (tx, { accountId }) =>
    judgement.putOffJudgement(tx, accountId, { judgedAt: NOW, now: NOW, until: NOW }),
  readAccountParts: [
    (tx, of) => judgement.readAccountParts(tx, accountOf(of)),
    (tx, of) => judgement.readAccountParts(tx, accountThen(of)),
  ],
  readAccountPeriods: (tx, { accountId }) => judgement.readAccountPeriods(tx, accountId),
  readConditionalExceptions: (tx, { accountId }) => judgement.readConditionalExceptions(tx, accountId, NOW),
  readContext: (tx, of) => judgement.readContext(tx, rowOf(of), NOW),
  readFindings: (tx, { accountId, credentialId }) => judgement.readFindings(tx, accountId, [credentialId]),
  readFindingsOf: (tx, { findingId }) => judgement.readFindingsOf(tx, [findingId]),
  readLimitHistory: (tx, { accountId }) => judgement.readLimitHistory(tx, accountId),
  readLimits: (tx, { credentialId }) => judgement.readLimits(tx, [credentialId]),
  readOneUser: [
    (tx, of) => judgement.readOneUser(tx, accountOf(of), of.userId),
    (tx, of) => judgement.readOneUser(tx, accountThen(of), of.userId),
  ],
  readOpenFindingSubjects: (tx, { accountId }) => judgement.readOpenFindingSubjects(tx, accountId, null),
  readRollUpDifferences: async (tx, of) => {
    await judgement.writeFindings(tx, of.accountId, NOW, writesOf(of));
    return judgement.readRollUpDifferences(tx, accountOf(of));
  },
  readSeriesDifferences: (tx, of) =>
    judgement.readSeriesDifferences(tx, { ...accountOf(of), day: "2026-01-01", at: AT }),
  readUserBatches: [
    (tx, of) => judgement.readUserBatches(tx, accountOf(of)),
    (tx, of) => judgement.readUserBatches(tx, accountThen(of)),
  ],
  setJudgeDue: (tx, { accountId }) => judgement.setJudgeDue(tx, accountId, NOW),
  writeDeadlines: (tx, { credentialId: id }) => judgement.writeDeadlines(tx, [{ id, ...DEADLINES }]),
  writeFindings: (tx, of) => judgement.writeFindings(tx, of.accountId, NOW, writesOf(of)),
  writeGrades: (tx, { roleId: id }) => judgement.writeGrades(tx, [{ id, grade: "weak", power: "read" }]),
  writeLimits: (tx, { accountId, credentialId }) =>
    judgement.writeLimits(tx, accountId, NOW, [
      {
        ...{ credentialId, rotationDays: 90, unusedDays: 45, graceDays: 7, warnDaysBefore: [14] },
        ...{ holder: "machine", reason: "default for machines" },
      },
    ]),
  writePowers: (tx, { userId: id }) => judgement.writePowers(tx, [{ id, power: "read" }]),
};
