import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandOutput,
  type RoleDetail,
  type Tag as SdkTag,
  type UserDetail,
} from "@aws-sdk/client-iam";
import type { LastUse, RoleFact, ScanProblem, UserFact } from "@rolecall/domain";
import type { IamCall } from "../account-session.ts";
import { isWholePage, PAGE_SIZE, readPages } from "./pages.ts";
import { readPolicyDocument } from "./policy-document.ts";

/** A user without what only the credential report and the per-user calls tell. */
export type UserIdentity = Omit<UserFact, "consolePassword" | "mfa" | "accessKeys" | "reportFingerprint">;
/** A role without what only ListRoles tells. */
export type RoleIdentity = Omit<RoleFact, "description" | "maxSessionDurationSeconds">;

type AuthorizationDetails = { users: UserIdentity[]; roles: RoleIdentity[]; problems: ScanProblem[] };

type Identified = { Arn?: string; CreateDate?: Date; Path?: string };
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
  return { users: [...users.values()], roles: [...roles.values()], problems: problemsOf([...roles.values()]) };
}

/** An identity without its id cannot be told from others: the whole page is taken as not answered. */
function isWhole(page: DetailsPage): boolean {
  const isKnown = (id: string | undefined, entity: Identified) => Boolean(id && entity.Arn && entity.CreateDate);
  return (
    isWholePage(page) &&
    (page.UserDetailList ?? []).every((user) => isKnown(user.UserId, user)) &&
    (page.RoleDetailList ?? []).every((role) => isKnown(role.RoleId, role))
  );
}

function userIdentity(user: UserDetail): UserIdentity {
  return {
    userId: user.UserId ?? "",
    userName: user.UserName ?? "",
    groupNames: user.GroupList ?? [],
    inlinePolicyNames: namesOf(user.UserPolicyList),
    ...identityOf(user),
  };
}

function roleIdentity(role: RoleDetail): RoleIdentity {
  return {
    roleId: role.RoleId ?? "",
    roleName: role.RoleName ?? "",
    trustPolicy: readPolicyDocument(role.AssumeRolePolicyDocument),
    inlinePolicyNames: namesOf(role.RolePolicyList),
    lastUse: roleLastUse(role),
    ...identityOf(role),
  };
}

function identityOf(entity: UserDetail | RoleDetail) {
  return {
    arn: entity.Arn ?? "",
    path: entity.Path ?? "/",
    createdAt: entity.CreateDate ?? new Date(Number.NaN),
    tags: tagsOf(entity.Tags),
    attachedPolicyArns: (entity.AttachedManagedPolicies ?? []).flatMap(({ PolicyArn }) => PolicyArn ?? []),
    permissionsBoundaryArn: entity.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
  };
}

const namesOf = (policies: readonly { PolicyName?: string }[] | undefined): string[] =>
  (policies ?? []).flatMap(({ PolicyName }) => PolicyName ?? []);

const tagsOf = (tags: readonly SdkTag[] | undefined): UserFact["tags"] =>
  (tags ?? []).map(({ Key, Value }) => ({ key: Key ?? "", value: Value ?? "" }));

function roleLastUse({ RoleLastUsed: lastUsed }: RoleDetail): LastUse {
  if (!lastUsed?.LastUsedDate) return { kind: "never" };
  return { kind: "at", at: lastUsed.LastUsedDate, service: null, region: lastUsed.Region ?? null };
}

const problemsOf = (roles: readonly RoleIdentity[]): ScanProblem[] =>
  roles.flatMap(({ arn, trustPolicy }) =>
    trustPolicy.state === "malformed" ? [{ resource: arn, message: `Trust policy: ${trustPolicy.reason}` }] : [],
  );
