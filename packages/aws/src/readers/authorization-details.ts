import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandOutput,
  type RoleDetail,
  type UserDetail,
} from "@aws-sdk/client-iam";
import type { RoleFact, UserFact } from "@rolecall/domain";
import type { IamCall } from "../account-session.ts";
import { identityOf, isIdentified, policyArnsOf, roleLastUse } from "./identity-parts.ts";
import { isWholePage, PAGE_SIZE, readPages } from "./pages.ts";
import { readPolicyDocument } from "./policy-document.ts";

/** A user without what only the credential report and the per-user calls tell. */
export type UserIdentity = Omit<UserFact, "consolePassword" | "mfa" | "accessKeys" | "reportFingerprint">;
/** A role without what only ListRoles tells. */
export type RoleIdentity = Omit<RoleFact, "description" | "maxSessionDurationSeconds">;

export type AuthorizationDetails = { users: UserIdentity[]; roles: RoleIdentity[] };

type DetailsPage = GetAccountAuthorizationDetailsCommandOutput;

/**
 * All users and roles, by GetAccountAuthorizationDetails. The pages are no snapshot, so that one identity may come twice:
 * the last one counts.
 *
 * @throws AwsCallFailed
 */
export async function readAuthorizationDetails(
  call: IamCall,
  onPage: (identities: number) => void,
): Promise<AuthorizationDetails> {
  const users = new Map<string, UserIdentity>();
  const roles = new Map<string, RoleIdentity>();
  await readPages(
    "iam:GetAccountAuthorizationDetails",
    (marker) =>
      call(
        "iam:GetAccountAuthorizationDetails",
        (iam, abort) =>
          iam.send(
            new GetAccountAuthorizationDetailsCommand({
              Filter: ["User", "Role"],
              MaxItems: PAGE_SIZE,
              Marker: marker,
            }),
            abort,
          ),
        isWhole,
      ),
    (page) => {
      for (const user of page.UserDetailList ?? []) users.set(user.UserId ?? "", userIdentity(user));
      for (const role of page.RoleDetailList ?? []) roles.set(role.RoleId ?? "", roleIdentity(role));
      onPage(users.size + roles.size);
    },
  );
  return { users: [...users.values()], roles: [...roles.values()] };
}

function isWhole(page: DetailsPage): boolean {
  return (
    isWholePage(page, page.UserDetailList ?? page.RoleDetailList) &&
    (page.UserDetailList ?? []).every((user) => isIdentified(user.UserId, user)) &&
    (page.RoleDetailList ?? []).every((role) => isIdentified(role.RoleId, role))
  );
}

function userIdentity(user: UserDetail): UserIdentity {
  return {
    userId: user.UserId ?? "",
    userName: user.UserName ?? "",
    groupNames: user.GroupList ?? [],
    inlinePolicyNames: namesOf(user.UserPolicyList),
    attachedPolicyArns: policyArnsOf(user.AttachedManagedPolicies),
    ...identityOf(user),
  };
}

function roleIdentity(role: RoleDetail): RoleIdentity {
  return {
    roleId: role.RoleId ?? "",
    roleName: role.RoleName ?? "",
    trustPolicy: readPolicyDocument(role.AssumeRolePolicyDocument),
    inlinePolicyNames: namesOf(role.RolePolicyList),
    lastUse: roleLastUse(role.RoleLastUsed),
    attachedPolicyArns: policyArnsOf(role.AttachedManagedPolicies),
    ...identityOf(role),
  };
}

const namesOf = (policies: readonly { PolicyName?: string }[] | undefined): string[] =>
  (policies ?? []).flatMap(({ PolicyName }) => PolicyName ?? []);
