import {
  type EntityType,
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandOutput,
  type ManagedPolicyDetail,
  type RoleDetail,
} from "@aws-sdk/client-iam";
import {
  type GroupFact,
  groupFromDetail,
  type InstanceProfileFact,
  instanceProfilesFromRoleDetail,
  type PolicyFact,
  policyFromDetail,
  type RoleIdentity,
  roleFromDetail,
  type UserIdentity,
  userFromDetail,
} from "@rolecall/domain";
import { isWholePage, PAGE_SIZE, readPages } from "../reading/marker-pages.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import {
  isWholeGroup,
  isWholeInstanceProfile,
  isWholePolicy,
  isWholeRole,
  isWholeUser,
} from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";

/** Everything that GetAccountAuthorizationDetails returns. The instance profiles are those that hold a role. */
export type AuthorizationDetails = {
  users: UserIdentity[];
  roles: RoleIdentity[];
  groups: GroupFact[];
  policies: PolicyFact[];
  instanceProfiles: InstanceProfileFact[];
};

type DetailsPage = GetAccountAuthorizationDetailsCommandOutput;

/** All there are, named one by one: what the call means without a filter is not the same everywhere. */
const FILTER: EntityType[] = ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"];

/**
 * All users, roles, groups and managed policies. The pages are no snapshot, so that one of them may come twice: the last one
 * counts. Each page is made into facts at once, and forgotten.
 *
 * @throws AwsCallFailed
 */
export async function readAuthorizationDetails(
  call: IamCall,
  shared: SharedTexts,
  onPage: (identities: number) => void,
): Promise<AuthorizationDetails> {
  const found = new DetailsById(shared);
  await readPages(
    "iam:GetAccountAuthorizationDetails",
    (marker) =>
      call(
        "iam:GetAccountAuthorizationDetails",
        (iam, abort) =>
          iam.send(
            new GetAccountAuthorizationDetailsCommand({ Filter: FILTER, MaxItems: PAGE_SIZE, Marker: marker }),
            abort,
          ),
        isWhole,
      ),
    (page) => {
      found.add(page);
      onPage(found.identities);
    },
  );
  return found.details;
}

function isWhole(page: DetailsPage): boolean {
  const { UserDetailList: users, RoleDetailList: roles, GroupDetailList: groups, Policies: policies } = page;
  return (
    isWholePage(page, users ?? roles) &&
    (users ?? []).every(isWholeUser) &&
    (roles ?? []).every(
      (role) => isWholeRole(role) && (role.InstanceProfileList ?? []).every(isWholeInstanceProfile),
    ) &&
    (groups ?? []).every(isWholeGroup) &&
    (policies ?? []).every(isWholePolicy)
  );
}

class DetailsById {
  private readonly shared: SharedTexts;
  private readonly users = new Map<string, UserIdentity>();
  private readonly roles = new Map<string, RoleIdentity>();
  private readonly groups = new Map<string, GroupFact>();
  private readonly policies = new Map<string, PolicyFact>();
  private readonly instanceProfiles = new Map<string, InstanceProfileFact>();

  constructor(shared: SharedTexts) {
    this.shared = shared;
  }

  get identities(): number {
    return this.users.size + this.roles.size;
  }

  get details(): AuthorizationDetails {
    return {
      users: [...this.users.values()],
      roles: [...this.roles.values()],
      groups: [...this.groups.values()],
      policies: [...this.policies.values()],
      instanceProfiles: [...this.instanceProfiles.values()],
    };
  }

  add(page: DetailsPage): void {
    for (const detail of page.UserDetailList ?? []) {
      const user = userFromDetail(detail, this.shared);
      this.users.set(user.userId, user);
    }
    for (const detail of page.GroupDetailList ?? []) {
      const group = groupFromDetail(detail, this.shared);
      this.groups.set(group.groupId, group);
    }
    for (const detail of page.RoleDetailList ?? []) this.addRole(detail);
    for (const detail of page.Policies ?? []) {
      if (!isInUse(detail)) continue;
      const policy = policyFromDetail(detail, this.shared);
      this.policies.set(policy.policyId, policy);
    }
  }

  private addRole(detail: RoleDetail): void {
    const role = roleFromDetail(detail, this.shared);
    this.roles.set(role.roleId, role);
    for (const profile of instanceProfilesFromRoleDetail(detail, this.shared)) {
      this.instanceProfiles.set(profile.instanceProfileId, profile);
    }
  }
}

/** AWS has more than a thousand policies of its own: those that nobody here uses are no part of the account. */
function isInUse({ Arn = "", AttachmentCount, PermissionsBoundaryUsageCount }: ManagedPolicyDetail): boolean {
  const isAwsManaged = Arn.includes(":iam::aws:");
  return !isAwsManaged || AttachmentCount !== 0 || (PermissionsBoundaryUsageCount ?? 0) > 0;
}
