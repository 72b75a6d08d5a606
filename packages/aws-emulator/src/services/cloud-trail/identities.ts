import { arns } from "../../identity/arns.ts";
import type { EmulatedAccount, EmulatedRole } from "../../world/model.ts";
import { digits, sessionKeyId, type TrailIdentity } from "./event.ts";

/** Who makes calls, in CloudTrail's words. */

type NamedUser = { userName: string; userId: string; path: string };

const wireTime = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;

/** @param accessKeyId null for a sign-in, which uses no key. */
export const userIdentity = (account: EmulatedAccount, user: NamedUser, accessKeyId: string | null): TrailIdentity => ({
  username: user.userName,
  accessKeyId,
  userIdentity: {
    type: "IAMUser",
    principalId: user.userId,
    arn: arns.user(account, user),
    accountId: account.awsAccountId,
    accessKeyId: accessKeyId ?? "",
    userName: user.userName,
  },
});

export const rootIdentity = (account: EmulatedAccount, accessKeyId: string | null): TrailIdentity => ({
  username: "root",
  accessKeyId,
  userIdentity: {
    type: "Root",
    principalId: account.awsAccountId,
    arn: arns.root(account),
    accountId: account.awsAccountId,
    accessKeyId: accessKeyId ?? "",
  },
});

/** A session of a role. It has no id of its own in the world: `label` stands for it. */
export function sessionIdentity(
  account: EmulatedAccount,
  role: Pick<EmulatedRole, "roleName" | "roleId" | "path">,
  session: { name: string; label: string; startedAt: Date },
): TrailIdentity & { accessKeyId: string } {
  const { awsAccountId, partition } = account;
  const accessKeyId = sessionKeyId(`${awsAccountId} ${session.label}`);
  return {
    username: session.name,
    accessKeyId,
    userIdentity: {
      type: "AssumedRole",
      principalId: `${role.roleId}:${session.name}`,
      arn: `arn:${partition}:sts::${awsAccountId}:assumed-role/${role.roleName}/${session.name}`,
      accountId: awsAccountId,
      accessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: role.roleId,
          arn: arns.role(account, role),
          accountId: awsAccountId,
          userName: role.roleName,
        },
        attributes: { creationDate: wireTime(session.startedAt), mfaAuthenticated: "false" },
      },
    },
  };
}

export const serviceIdentity = (service: string): TrailIdentity => ({
  username: null,
  accessKeyId: null,
  userIdentity: { type: "AWSService", invokedBy: service },
});

const USER_ARN = /^arn:[\w-]+:iam::\d{12}:user(\/(?:.+\/)?)([^/]+)$/;
const SESSION_ARN = /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)\/([^/]+)$/;

/** Whoever is behind an ARN, at an instant; principals that are gone keep an id that follows from their name. */
export function identityOfArn(account: EmulatedAccount, actorArn: string, at: Date): TrailIdentity {
  const [, path, userName] = USER_ARN.exec(actorArn) ?? [];
  const day = at.toISOString().slice(0, 10);
  if (path !== undefined && userName !== undefined) {
    const userId = account.users.get(userName.toLowerCase())?.userId ?? goneId("AIDA", actorArn);
    return userIdentity(account, { userName, userId, path }, sessionKeyId(`${actorArn} ${day}`));
  }
  const [, roleName, name] = SESSION_ARN.exec(actorArn) ?? [];
  if (roleName !== undefined && name !== undefined) {
    const role = account.roles.get(roleName.toLowerCase());
    const known = role ?? { roleName, path: "/", roleId: goneId("AROA", `${account.awsAccountId} ${roleName}`) };
    return sessionIdentity(account, known, { name, label: `${actorArn} ${day}`, startedAt: at });
  }
  if (actorArn === arns.root(account)) return rootIdentity(account, sessionKeyId(`${actorArn} ${day}`));
  return serviceIdentity(actorArn);
}

const goneId = (prefix: "AIDA" | "AROA", text: string) =>
  `${prefix}${digits(text, 17)
    .toUpperCase()
    .replace(/[0189]/g, "X")}`;
