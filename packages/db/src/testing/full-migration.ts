import { v7 as uuidv7 } from "uuid";
import { type AccountIds, insertRows, type Row } from "./rows.ts";

const AT = "2026-01-01T00:00:00Z";

/** Ids of what a full tenant has of migrations. */
export type FullMigration = {
  campaignId: string;
  personOfUsersId: string;
  otherPersonOfUsersId: string;
  ownerRuleId: string;
};

/** A migration that was found and is not planned. */
export const migrationRow = (
  { tenantId, accountId }: Pick<AccountIds, "tenantId" | "accountId">,
  row: Row & { user_id: string },
): Row => ({
  ...{ tenant_id: tenantId, account_id: accountId, valid_from: AT, valid_to: null, user_name: "deploy" },
  ...{ stage: "identified", proved_stage: "identified", stage_since: AT, target: "ask_owner" },
  ...{ proposed_target: "ask_owner", confidence: "low", owner: null, due_on: null, campaign_id: null, evidence: [] },
  ...row,
});

/** Writes one row into each table of migrations: a user that moves to a role for GitHub Actions, in a campaign. */
export async function makeFullMigration(
  account: AccountIds,
  of: { userId: string; userName: string; scanId: string; roleArn: string },
): Promise<FullMigration> {
  const { tenantId, accountId } = account;
  const { userId, userName, scanId, roleArn } = of;
  const campaignId = uuidv7();
  const own = { tenant_id: tenantId };
  await insertRows("campaign", [
    { ...own, id: campaignId, name: "Pipelines", notes: "", created_at: AT, created_by: "member@rolecall.test" },
  ]);
  const target = { target: "github_actions_oidc", owner: "platform", due_on: "2026-06-01" };
  const proposed = { proposed_target: "ask_owner", proposed_confidence: "low" };
  const ofUser = { ...own, user_id: userId, account_id: accountId };
  await insertRows("campaign_member", [
    { ...ofUser, campaign_id: campaignId, valid_from: AT, wave: 1, due_on: "2026-06-01", set_by: "member" },
  ]);
  await insertRows("campaign_comment", [
    { ...own, id: uuidv7(), campaign_id: campaignId, at: AT, author: "member", text: "The vendor was asked." },
  ]);
  await insertRows("migration_plan", [
    {
      ...{ ...ofUser, id: uuidv7(), ...target, ...proposed },
      ...{ replacement_role_arn: roleArn, values: { BRANCH: "main" }, accepted_at: AT, accepted_by: "member" },
    },
  ]);
  const evidence = [{ stage: "planned", sentence: "The target was accepted.", source: "plan", at: AT, scanId: null }];
  const stage = { stage: "planned", proved_stage: "planned", replacement_role_arn: roleArn };
  await insertRows("migration_period", [
    migrationRow(account, {
      user_id: userId,
      user_name: userName,
      scan_id: scanId,
      campaign_id: campaignId,
      ...target,
      ...stage,
      evidence,
    }),
  ]);
  const attested = { stage: "adopted", statement: "The pipeline uses the role.", by: "member" };
  const [before, hash] = ["0".repeat(64), "1".repeat(64)];
  await insertRows("evidence_entry", [
    {
      ...{ ...own, sequence: 1, at: AT, kind: "attested", user_id: userId, content: attested },
      ...{ previous_hash: before, hash },
    },
  ]);
  const [personOfUsersId, otherPersonOfUsersId] = [uuidv7(), uuidv7()];
  const person = { ...own, name: "ann", confidence: null, reasons: [] };
  await insertRows("iam_person", [
    { ...person, id: personOfUsersId },
    { ...person, id: otherPersonOfUsersId },
  ]);
  await insertRows("iam_person_user", [{ ...own, user_id: userId, person_id: personOfUsersId }]);
  const ruled = { ruled_at: AT, ruled_by: "member", kind: "split", user_ids: [userId], other_user_ids: [uuidv7()] };
  await insertRows("people_ruling", [{ ...own, id: uuidv7(), ...ruled }]);
  await insertRows("people_grouping", [{ ...own, due_at: AT }]);
  const ownerRuleId = uuidv7();
  await insertRows("owner_rule", [
    {
      ...{ ...own, id: ownerRuleId, valid_from: AT, number: 1, match: { userName: "svc-*" } },
      ...{ owner: "platform", set_by: "member" },
    },
  ]);
  await insertRows("owner_assignment", [{ ...ofUser, valid_from: AT, owner: "ann", set_by: "member" }]);
  await insertRows("user_owner", [{ ...ofUser, valid_from: AT, owner: "platform" }]);
  const day = { ...own, stage: "planned", day: "2026-01-01", more: 1 };
  await insertRows("migration_day", [{ ...day, account_id: accountId, owner: "platform", campaign_id: campaignId }]);
  await insertRows("tenant_migration_day", [{ ...day, target: "ecs_task_role" }]);
  return { campaignId, personOfUsersId, otherPersonOfUsersId, ownerRuleId };
}
