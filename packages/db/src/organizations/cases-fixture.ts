import { AT, NOW, type QueriedTenant, UNIT_ID } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as organizations from "./index.ts";

const connectionOf = ({ tenantId, connectionId }: QueriedTenant) => ({ tenantId, connectionId });

export const CASES: CasesOf<typeof organizations> = {
  countMembersToBeRead: (tx, { connectionId }) => organizations.countMembersToBeRead(tx, connectionId),
  countMembers: (tx, { connectionId }) => organizations.countMembers(tx, connectionId),
  findMember: (tx, { connectionId, awsAccountId }) => organizations.findMember(tx, connectionId, awsAccountId),
  findOrganization: [
    (tx, { connectionId }) => organizations.findOrganization(tx, connectionId),
    (tx, { connectionId }) => organizations.findOrganization(tx, connectionId, { lock: true }),
  ],
  isHeldByAnother: (tx, { awsAccountId, scanId }) => organizations.isHeldByAnother(tx, awsAccountId, scanId),
  listDueMembers: (tx, { connectionId }) => organizations.listDueMembers(tx, { connectionId, now: NOW }),
  listMemberRows: (tx, { connectionId, awsAccountId }) =>
    organizations.listMemberRows(tx, { connectionId, awsAccountId, state: "ACTIVE", unitId: UNIT_ID, limit: 10 }),
  makeVerificationsDue: (tx, { connectionId }) =>
    organizations.makeVerificationsDue(tx, connectionId, { only: "all" }, { now: NOW, checks: [] }),
  noteVerifyDue: (tx, { connectionId }) => organizations.noteVerifyDue(tx, connectionId),
  putOffMember: (tx, { connectionId, awsAccountId }) =>
    organizations.putOffMember(tx, { connectionId, awsAccountId, until: NOW }),
  readMembers: (tx, { connectionId }) => organizations.readMembers(tx, connectionId),
  setDiscoveryDue: (tx, { connectionId }) => organizations.setDiscoveryDue(tx, connectionId, NOW),
  setSelection: (tx, { connectionId }) =>
    organizations.setSelection(tx, connectionId, { unitIds: [UNIT_ID], accountIds: [], leftOutAccountIds: [] }),
  showMemberChecks: (tx, { connectionId, awsAccountId }) =>
    organizations.showMemberChecks(tx, connectionId, awsAccountId, []),
  showProblem: [
    (tx, { connectionId }) =>
      organizations.showProblem(tx, connectionId, { problem: "AWS is away", discoverDueAt: NOW }),
    (tx, { connectionId }) => organizations.showProblem(tx, connectionId, { problem: "AWS is away", verifyDueAt: NOW }),
  ],
  startDiscovery: (tx, of) =>
    organizations.startDiscovery(tx, { ...connectionOf(of), awsAccountId: of.awsAccountId }, NOW),
  stopOrganization: (tx, { connectionId }) => organizations.stopOrganization(tx, connectionId, "It was disconnected."),
  writeDiscovery: (tx, { connectionId, awsAccountId }) =>
    organizations.writeDiscovery(tx, connectionId, {
      ...{ organizationId: "o-ab12cd34ef", managementAccountId: awsAccountId, awsAccountId, units: [] },
      ...{ delegatedAdministratorIds: null, features: null, discoveredAt: AT, discoverDueAt: NOW, problem: null },
    }),
  writeMembers: async (tx, of) =>
    organizations.writeMembers(tx, connectionOf(of), await organizations.readMembers(tx, of.connectionId)),
};
