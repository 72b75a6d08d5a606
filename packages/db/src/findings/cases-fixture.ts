import { FindingSubject, ListExceptionsInput, ListFindingsInput } from "@rolecall/domain";
import { v7 as uuidv7 } from "uuid";
import type { TenantTx } from "../sql/transaction.ts";
import { AT, NOW, type QueriedTenant } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as findings from "./index.ts";

const keyOf = ({ accountId, credentialId }: QueriedTenant) =>
  ({ accountId, checkId: "credential_overdue", subject: "credential", subjectId: credentialId }) as const;
const findingOf = async (tx: TenantTx, { findingId, userId }: QueriedTenant) => ({
  ...(await findings.findFinding(tx, findingId, NOW))!,
  userRecordId: userId,
});
const idsOf = (of: QueriedTenant): Record<FindingSubject, string> => ({
  credential: of.credentialId,
  user: of.userId,
  role: of.roleId,
  policy: of.policyId,
  group: of.groupId,
  identity_provider: of.identityProviderId,
  account: of.accountSettingsId,
});

export const CASES: CasesOf<typeof findings> = {
  clearExpired: (tx, of) => findings.clearExpired(tx, keyOf(of), NOW),
  countOpenFindings: [
    (tx, { awsAccountId }) => findings.countOpenFindings(tx, { awsAccountId }, NOW),
    (tx, { awsAccountId }) => findings.countOpenFindings(tx, { awsAccountId, asOf: NOW }, NOW),
  ],
  endException: (tx, { tenantId, exceptionId }) =>
    findings.endException(tx, { tenantId, id: exceptionId }, { endedAt: NOW, endReason: "It was rotated." }),
  findException: (tx, { exceptionId }) => findings.findException(tx, exceptionId, NOW),
  findFinding: [
    (tx, { findingId }) => findings.findFinding(tx, findingId, NOW),
    (tx, { findingId }) => findings.findFinding(tx, findingId, NOW, NOW),
  ],
  findFindingForUpdate: (tx, { findingId }) => findings.findFindingForUpdate(tx, findingId, NOW),
  findJudgedAt: (tx, { accountId }) => findings.findJudgedAt(tx, { accountId, userRecordId: null }, NOW),
  findSubject: FindingSubject.options.map(
    (subject) => (tx, of) => findings.findSubject(tx, subject, idsOf(of)[subject]),
  ),
  insertException: (tx, of) =>
    findings.insertException(tx, of.tenantId, {
      ...keyOf(of),
      id: uuidv7(),
      subject: "role",
      subjectId: of.roleId,
      owner: "Ada",
      reason: "The vendor changes it in spring.",
      approver: "Grace",
      condition: null,
      createdAt: AT,
      createdBy: of.email,
      expiresAt: NOW,
    }),
  judgeSoon: (tx, { accountId }) => findings.judgeSoon(tx, NOW, accountId),
  listExceptionRows: (tx, { awsAccountId }) =>
    findings.listExceptionRows(tx, ListExceptionsInput.parse({ awsAccountId, state: "active" }), NOW),
  listFindingRows: [
    (tx, { awsAccountId }) => findings.listFindingRows(tx, ListFindingsInput.parse({ awsAccountId }), undefined, NOW),
    (tx) => findings.listFindingRows(tx, ListFindingsInput.parse({ status: "excepted", asOf: NOW }), undefined, NOW),
    (tx) => findings.listFindingRows(tx, ListFindingsInput.parse({ q: "FULL" }), ["credential_overdue"], NOW),
  ],
  listPeriodRows: (tx, { findingId }) => findings.listPeriodRows(tx, findingId, NOW),
  newestExceptions: async (tx, of) => (await findings.newestExceptions(tx, [keyOf(of)], NOW))(keyOf(of)),
  readConditionFacts: async (tx, { accountId, userId }) =>
    (await findings.readConditionFacts(tx, { accountId, userRecordId: userId }, NOW)).user,
  readFindingSources: [
    async (tx, of) => findings.readFindingSources(tx, await findingOf(tx, of), NOW),
    async (tx, of) =>
      findings.readFindingSources(tx, {
        ...(await findingOf(tx, of)),
        subject: "identity_provider",
        subjectId: of.identityProviderId,
      }),
  ],
  readJudgements: (tx, { awsAccountId }) => findings.readJudgements(tx, { awsAccountId }),
  setTriage: (tx, { findingId }) => findings.setTriage(tx, findingId, { note: "Asked the vendor." }),
};
