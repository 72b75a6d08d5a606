import { findRole } from "../inventory/roles.ts";
import { NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as trust from "./index.ts";

export const CASES: CasesOf<typeof trust> = {
  listMappedRoles: (tx) => trust.listMappedRoles(tx, { after: null, limit: 10 }),
  listRolesByArn: (tx, { roleArn }) => trust.listRolesByArn(tx, [roleArn]),
  listRolesElsewhere: (tx, { awsAccountId }) =>
    trust.listRolesElsewhere(tx, {
      awsAccountId: "111122223333",
      jumps: [{ awsAccountId, pattern: `arn:aws:iam::${awsAccountId}:role/*`, roleName: "*" }],
    }),
  readPolicies: [
    (tx, { awsAccountId, policyArn }) => trust.readPolicies(tx, { awsAccountId, arns: [policyArn] }),
    (tx, { awsAccountId, policyArn }) => trust.readPolicies(tx, { awsAccountId, arns: [policyArn], asOf: NOW }),
  ],
  readRoles: (tx, { roleId }) => trust.readRoles(tx, [roleId]),
  readTrustEvidence: [
    async (tx, { roleId }) => (await trust.readTrustEvidence(tx, (await findRole(tx, roleId))!, undefined)).context,
    async (tx, { roleId }) => (await trust.readTrustEvidence(tx, (await findRole(tx, roleId))!, NOW)).context,
  ],
  readTrustMapContext: async (tx) => (await trust.readTrustMapContext(tx)).organizationIds,
};
