import { judgement, type TenantTx } from "@rolecall/db";
import {
  type AccountRules,
  type AccountToJudge,
  createAccountRules,
  type JudgedLimits,
  type JudgementContext,
  type RoleJudgement,
  type Verdict,
} from "@rolecall/domain";
import { type OwnedUser, readOwnership, withOwners } from "./owned-users.ts";

type UserOfBatch = OwnedUser & { verdicts: Verdict[]; power: judgement.UserToJudge["knownPower"] };
type RoleOfBatch = { role: judgement.RoleToJudge } & Omit<RoleJudgement, "verdicts">;

/** Subjects that were judged together, some hundreds of them. */
export type JudgedBatch = {
  /** Everybody whose findings the verdicts decide. */
  subjectIds: string[];
  verdicts: Verdict[];
  credentials: judgement.CredentialToJudge[];
  limits: JudgedLimits[];
  users: UserOfBatch[];
  roles: RoleOfBatch[];
};

/** What is judged: an account, or one of its users, as of an instant or as it is. */
export type ToJudge = {
  of: judgement.JudgedAccount;
  /** At which deadlines are past or not. */
  at: Date;
  context: JudgementContext;
  userRecordId: string | null;
};

function judgeUsers(rules: AccountRules, users: readonly OwnedUser[]): JudgedBatch {
  const judged = users.map((owned) => ({ ...owned, ...rules.judgeUser(owned.user, owned.credentials) }));
  const credentials = users.flatMap((entry) => entry.credentials);
  return {
    subjectIds: [...users.map(({ user }) => user.id), ...credentials.map(({ id }) => id)],
    verdicts: judged.flatMap(({ verdicts }) => verdicts),
    credentials,
    limits: judged.flatMap(({ limits }) => limits),
    users: judged,
    roles: [],
  };
}

function judgeRoles(rules: AccountRules, roles: readonly judgement.RoleToJudge[]): JudgedBatch {
  const judged = roles.map((role) => ({ role, ...rules.judgeRole(role) }));
  return {
    subjectIds: roles.map(({ id }) => id),
    verdicts: judged.flatMap(({ verdicts }) => verdicts),
    credentials: [],
    limits: [],
    users: [],
    roles: judged,
  };
}

function judgeRest(
  rules: AccountRules,
  parts: judgement.AccountParts,
  passed: Pick<AccountToJudge, "users" | "roles">,
): JudgedBatch {
  const { settings, credentials, policies, groups, providers } = parts;
  const { verdicts, limits } = rules.judgeAccount({ settings, credentials, ...passed });
  const rest = [...policies, ...groups, ...providers, ...credentials, ...(settings ? [settings] : [])];
  return { subjectIds: rest.map(({ id }) => id), verdicts, credentials, limits, users: [], roles: [] };
}

type UserInShort = Pick<judgement.UserToJudge, "hasConsolePassword" | "attachedPolicyArns" | "permissionsBoundaryArn">;
type RoleInShort = Pick<judgement.RoleToJudge, "kind" | "attachedPolicyArns" | "permissionsBoundaryArn">;

/** Judges the subjects one batch after the other. Of a user or a role only what the account's own checks look at is kept meanwhile. */
export async function* judgeSubjects(
  tx: TenantTx,
  { of, at, context, userRecordId }: ToJudge,
): AsyncGenerator<{ rules: AccountRules; parts: judgement.AccountParts; batch: JudgedBatch }> {
  const parts = await judgement.readAccountParts(tx, of);
  const rules = createAccountRules({ context, asOf: at, ...parts });
  const ownershipOf = await readOwnership(tx, of, { at, rules: context.ownerRules, userId: userRecordId });
  // What a user or role may do by another role has to be known before anything is said of it.
  const ofRoles = await judgement.openRoles(tx, of);
  for await (const enterable of ofRoles.enterable()) rules.addRoles(enterable);
  if (userRecordId !== null) {
    yield {
      rules,
      parts,
      batch: judgeUsers(rules, withOwners(await judgement.readOneUser(tx, of, userRecordId), ownershipOf)),
    };
    return;
  }
  // Roles go first: who moves to a role is judged by what that role is now.
  const roles: RoleInShort[] = [];
  for await (const batch of ofRoles.all()) {
    for (const { kind, attachedPolicyArns, permissionsBoundaryArn } of batch) {
      roles.push({ kind, attachedPolicyArns, permissionsBoundaryArn });
    }
    yield { rules, parts, batch: judgeRoles(rules, batch) };
  }
  const users: UserInShort[] = [];
  for await (const batch of judgement.readUserBatches(tx, of)) {
    for (const { user } of batch) {
      const { hasConsolePassword, attachedPolicyArns, permissionsBoundaryArn } = user;
      users.push({ hasConsolePassword, attachedPolicyArns, permissionsBoundaryArn });
    }
    yield { rules, parts, batch: judgeUsers(rules, withOwners(batch, ownershipOf)) };
  }
  yield { rules, parts, batch: judgeRest(rules, parts, { users, roles }) };
}
