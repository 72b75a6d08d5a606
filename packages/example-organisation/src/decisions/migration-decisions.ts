import { z } from "zod";
import { STORY_DAYS } from "../clockwork/day.ts";
import { permissionSetRoleName } from "../events/administrators.ts";
import { AccountName, accountId, ORGANISATION } from "../story/accounts.ts";
import { readJson } from "../story/read-json.ts";

const who = {
  day: z.int().min(0).max(STORY_DAYS),
  account: AccountName,
  userName: z.string(),
};

const Plan = z.strictObject({
  ...who,
  target: z.string(),
  reason: z.string().optional(),
  owner: z.string(),
  /** May lie after the story's end. */
  dueDay: z.int(),
  /** Path and name of the role that takes over, within the account. */
  role: z.string().optional(),
  /** The permission set that takes over: its role in the account. */
  permissionSet: z.string().optional(),
  /** Why it cannot go on. */
  blocked: z.string().optional(),
});

/** Takes back what was decided before. */
const Withdrawal = z.strictObject({ ...who, withdrawn: z.literal(true) });

const { decisions } = readJson(
  z.strictObject({ about: z.string(), decisions: z.array(z.union([Plan, Withdrawal])) }),
  "migration-decisions.json",
);

/** What a member of the company decides about a user on a day of the story. */
export type MigrationDecision = {
  day: number;
  awsAccountId: string;
  userName: string;
  /** Null: the plan is withdrawn. */
  plan: {
    target: string;
    reason?: string | undefined;
    owner: string;
    /** Days from the decision until it is due. */
    dueInDays: number;
    replacementRoleArn?: string | undefined;
    blockedReason?: string | undefined;
  } | null;
};

function roleArnOf({ account, role, permissionSet }: z.infer<typeof Plan>): string | undefined {
  const path =
    permissionSet === undefined
      ? role
      : `aws-reserved/sso.amazonaws.com/${ORGANISATION.homeRegion}/${permissionSetRoleName(permissionSet, account)}`;
  return path && `arn:aws:iam::${accountId(account)}:role/${path}`;
}

function planOf(decision: z.infer<typeof Plan>): MigrationDecision["plan"] {
  const { day, target, reason, owner, dueDay, blocked } = decision;
  const replacementRoleArn = roleArnOf(decision);
  return { target, reason, owner, dueInDays: dueDay - day, replacementRoleArn, blockedReason: blocked };
}

/** All decisions about users that move to roles, in the order of their days. */
export const MIGRATION_DECISIONS: readonly MigrationDecision[] = decisions
  .map((decision): MigrationDecision => {
    const { day, account, userName } = decision;
    return { day, awsAccountId: accountId(account), userName, plan: "target" in decision ? planOf(decision) : null };
  })
  .sort((a, b) => a.day - b.day);
