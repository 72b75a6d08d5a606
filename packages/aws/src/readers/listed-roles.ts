import {
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  type Role,
} from "@aws-sdk/client-iam";
import type { IamCall } from "../account-session.ts";
import type { RoleIdentity } from "./authorization-details.ts";
import { DetailReader } from "./detail-reader.ts";
import { identityOf, policyArnsOf, roleLastUse } from "./identity-parts.ts";
import { isWholePage, readAll } from "./pages.ts";
import { readPolicyDocument } from "./policy-document.ts";

/**
 * Roles with what GetAccountAuthorizationDetails tells of them, at three calls per role. Details that cannot be read are empty
 * (the last use: unknown); `details` tells which.
 *
 * @param roles as ListRoles tells them.
 */
export async function readRolesOneByOne(
  call: IamCall,
  roles: Iterable<Role>,
  onRead: () => void,
): Promise<{ items: RoleIdentity[]; details: DetailReader[] }> {
  const reader = new RoleReader(call);
  const read = async (role: Role) => {
    const identity = await reader.read(role);
    onRead();
    return identity;
  };
  return { items: await Promise.all(Array.from(roles, read)), details: reader.details };
}

class RoleReader {
  private readonly call: IamCall;
  private readonly settings = new DetailReader("iam:GetRole", "tags, permissions boundaries and last use");
  private readonly attached = new DetailReader("iam:ListAttachedRolePolicies", "attached policies");
  private readonly inline = new DetailReader("iam:ListRolePolicies", "inline policies");

  constructor(call: IamCall) {
    this.call = call;
  }

  get details(): DetailReader[] {
    return [this.settings, this.attached, this.inline];
  }

  async read(role: Role): Promise<RoleIdentity> {
    const roleName = role.RoleName ?? "";
    const [settings, attachedPolicyArns, inlinePolicyNames] = await Promise.all([
      this.settings.read(() => this.roleOf(roleName), role),
      this.attached.read(() => this.policyArnsOf(roleName), []),
      this.inline.read(() => this.policyNamesOf(roleName), []),
    ]);
    return {
      roleId: role.RoleId ?? "",
      roleName,
      trustPolicy: readPolicyDocument(role.AssumeRolePolicyDocument),
      lastUse: roleLastUse(settings.RoleLastUsed),
      attachedPolicyArns,
      inlinePolicyNames,
      ...identityOf({ ...role, Tags: settings.Tags, PermissionsBoundary: settings.PermissionsBoundary }),
    };
  }

  private async roleOf(RoleName: string): Promise<Role> {
    const { Role } = await this.call(
      "iam:GetRole",
      (iam, abort) => iam.send(new GetRoleCommand({ RoleName }), abort),
      ({ Role }) => Role !== undefined,
    );
    return Role as Role;
  }

  private policyArnsOf(RoleName: string): Promise<string[]> {
    return readAll(
      "iam:ListAttachedRolePolicies",
      (page) =>
        this.call(
          "iam:ListAttachedRolePolicies",
          (iam, abort) => iam.send(new ListAttachedRolePoliciesCommand({ RoleName, ...page }), abort),
          (answer) => isWholePage(answer, answer.AttachedPolicies),
        ),
      ({ AttachedPolicies }) => policyArnsOf(AttachedPolicies),
    );
  }

  private policyNamesOf(RoleName: string): Promise<string[]> {
    return readAll(
      "iam:ListRolePolicies",
      (page) =>
        this.call(
          "iam:ListRolePolicies",
          (iam, abort) => iam.send(new ListRolePoliciesCommand({ RoleName, ...page }), abort),
          (answer) => isWholePage(answer, answer.PolicyNames),
        ),
      ({ PolicyNames }) => PolicyNames ?? [],
    );
  }
}
