import { ListMigrationsInput, type MigrationPeriod } from "@rolecall/domain";
import { v7 as uuidv7 } from "uuid";
import { AT, NOW, type QueriedTenant } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import { CAMPAIGN_CASES } from "./campaign-cases-fixture.ts";
import * as migrations from "./index.ts";

const periodOf = ({ userId, roleArn }: QueriedTenant): MigrationPeriod => ({
  ...{ userId, userName: "full", stage: "role_ready", provedStage: "role_ready", stageSince: NOW },
  ...{ target: "github_actions_oidc", proposedTarget: "ask_owner", confidence: "low", owner: "platform" },
  ...{ dueOn: "2026-06-01", campaignId: uuidv7(), replacementRoleArn: roleArn, blockedReason: null, adoptedAt: NOW },
  ...{ credentialsAbsentSince: null, userAbsentSince: null },
  evidence: [{ stage: "planned", sentence: "The target was accepted.", source: "plan", at: AT, scanId: null }],
});
const LATER = new Date("2100-01-01T00:00:00Z");
const INPUT = {
  ...{ stage: "planned", target: "github_actions_oidc", confidence: "low", owner: "platform", q: "user" },
} as const;
const listed = (given: Record<string, unknown>) => ListMigrationsInput.parse(given);

export const CASES: CasesOf<typeof migrations> = {
  ...CAMPAIGN_CASES,
  countMigrations: [
    (tx) => migrations.countMigrations(tx, {}),
    (tx, { awsAccountId }) => migrations.countMigrations(tx, { awsAccountId, asOf: NOW }),
  ],
  endPlan: (tx, { userId }) => migrations.endPlan(tx, userId, NOW),
  findMigration: [
    (tx, { userId }) => migrations.findMigration(tx, userId),
    (tx, { userId }) => migrations.findMigration(tx, userId, NOW),
  ],
  insertPlan: async (tx, { accountId, userId, roleArn }) => {
    await migrations.endPlan(tx, userId, NOW);
    await migrations.insertPlan(tx, accountId, {
      ...{ id: uuidv7(), userId, target: "gitlab_oidc", reason: "It moved.", owner: "platform", dueOn: "2026-06-01" },
      ...{ replacementRoleArn: roleArn, values: { PROJECT: "web" }, blockedReason: null },
      ...{ proposedTarget: "ask_owner", proposedConfidence: "low", acceptedAt: NOW, acceptedBy: "ann" },
    });
  },
  listMigrationRows: [
    ...ListMigrationsInput.shape.sort
      .unwrap()
      .options.map(
        (sort) => (tx: Parameters<typeof migrations.listMigrationRows>[0]) =>
          migrations.listMigrationRows(tx, listed({ sort })),
      ),
    (tx, { awsAccountId }) => migrations.listMigrationRows(tx, listed({ ...INPUT, awsAccountId })),
    (tx, { campaignId }) => migrations.listMigrationRows(tx, listed({ campaignId, asOf: NOW })),
    (tx) => migrations.listMigrationRows(tx, listed({ owner: "" })),
  ],
  listPlans: (tx, { userId }) => migrations.listPlans(tx, [userId]),
  readExceptedUntil: (tx, { accountId }) => migrations.readExceptedUntil(tx, accountId, AT),
  readBreakdown: (["account", "unit", "owner"] as const).map(
    (by) => (tx) => migrations.readBreakdown(tx, by, { day: "2100-01-01", since: "2025-01-01" }),
  ),
  readFlow: [(tx) => migrations.readFlow(tx, {}), (tx, { awsAccountId }) => migrations.readFlow(tx, { awsAccountId })],
  readHeldCredentials: (tx, { userId }) => migrations.readHeldCredentials(tx, [userId], LATER),
  readNamedRoles: (tx, { roleArn }) => migrations.readNamedRoles(tx, [roleArn], LATER),
  readRoleLooks: (tx, { accountId }) => migrations.readRoleLooks(tx, accountId, LATER),
  readLooks: [
    (tx, { accountId }) => migrations.readLooks(tx, accountId, LATER, null),
    (tx, { accountId }) => migrations.readLooks(tx, accountId, LATER, uuidv7()),
  ],
  readMigrationDays: [
    (tx) => migrations.readMigrationDays(tx, { to: "2027-01-01" }),
    (tx, { awsAccountId, campaignId }) =>
      migrations.readMigrationDays(tx, { awsAccountId, owner: "platform", campaignId, to: "2027-01-01" }),
  ],
  readCandidates: (tx, { accountId }) => migrations.readCandidates(tx, accountId),
  readCredentialsOf: (tx, { userId }) => migrations.readCredentialsOf(tx, [userId]),
  readObserved: (tx, { credentialId }) => migrations.readObserved(tx, [credentialId], LATER),
  readRolesNaming: (tx) => migrations.readRolesNaming(tx, "arn:aws:iam::111122223333:root"),
  readServicesUsed: (tx, { credentialId, userId }) => migrations.readServicesUsed(tx, [userId, credentialId], NOW),
  readPeriodHistory: [
    (tx, { userId }) => migrations.readPeriodHistory(tx, { userIds: [userId] }),
    (tx, { accountId }) => migrations.readPeriodHistory(tx, { accountId }),
  ],
  readStandings: (tx, { userId }) => migrations.readStandings(tx, [userId], NOW),
  readStandingsOfGone: (tx, { accountId }) => migrations.readStandingsOfGone(tx, accountId, NOW),
  readPlans: [
    (tx, { accountId }) => migrations.readPlans(tx, { accountId }, NOW),
    (tx, { userId }) => migrations.readPlans(tx, { userId }, NOW),
  ],
  readRecreated: (tx, { goneUserId }) => migrations.readRecreated(tx, [goneUserId], NOW),
  readRoleUse: (tx, { roleId }) => migrations.readRoleUse(tx, [roleId], NOW),
  readSuccessors: [
    (tx, { roleArn }) => migrations.readSuccessors(tx, [roleArn]),
    (tx, { roleArn }) => migrations.readSuccessors(tx, [roleArn], NOW),
  ],
  readUseDays: (tx, { credentialId }) => migrations.readUseDays(tx, [credentialId], NOW),
  readUsedServices: (tx, { credentialId }) => migrations.readUsedServices(tx, [credentialId], NOW),
  usageFactsOf: (_tx, { credentialId: id, userId: userRecordId }) =>
    migrations.usageFactsOf(
      {
        ...{ id, userRecordId, kind: "access_key", status: "active", lastUse: "at", lastUsedAt: AT },
        ...{ createdAt: AT, firstSeenAt: AT },
      },
      { looks: [], days: new Map(), at: NOW },
    ),
  writePeriods: (tx, of) =>
    migrations.writePeriods(tx, { accountId: of.accountId, at: NOW, scanId: of.scanId }, [
      { current: null, after: periodOf(of) },
    ]),
};
