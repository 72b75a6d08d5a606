import { GetRoleCommand, ListRolesCommand, type Role } from "@aws-sdk/client-iam";
import { type RoleIdentity, roleFromDetail, roleLastUse } from "@rolecall/domain";
import { listAll } from "../reading/iam-lists.ts";
import { type Listed, OddRecords } from "../reading/odd-records.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import { isWholeRole } from "../reading/whole-answers.ts";
import type { IamCall } from "../session/account-session.ts";
import { DetailReader, type UnreadDetail, unreadDetails } from "./detail-reader.ts";
import { IdentityPoliciesReader } from "./identity-policies.ts";
import { ROLE_POLICIES } from "./policy-calls.ts";

/** A role as ListRoles shows it: with description and longest session, and without policies, tags and last use. */
export type ListedRole = {
  role: RoleIdentity;
  description: string | null;
  maxSessionDurationSeconds: number | null;
};

/**
 * All roles as ListRoles shows them, by role id. Their trust policies are those of GetAccountAuthorizationDetails, and parsed
 * only once.
 *
 * @throws AwsCallFailed
 */
export async function readListedRoles(call: IamCall, shared: SharedTexts): Promise<Listed<Map<string, ListedRole>>> {
  const odd = new OddRecords("iam:ListRoles", "roles");
  const roles = await listAll(call, {
    action: "iam:ListRoles",
    send: (iam, page, abort) => iam.send(new ListRolesCommand(page), abort),
    itemsOf: ({ Roles }) => Roles,
    isWhole: isWholeRole,
    onOdd: odd.note,
    factOf: (listed): ListedRole => ({
      role: roleFromDetail(listed, shared),
      description: listed.Description === undefined ? null : shared.text(listed.Description),
      maxSessionDurationSeconds: listed.MaxSessionDuration ?? null,
    }),
    identityOf: ({ role }) => role.roleId,
  });
  return { value: new Map(roles.map((listed) => [listed.role.roleId, listed])), lacking: odd.failure };
}

type Given = { call: IamCall; shared: SharedTexts; onRead: () => void };

/**
 * Roles with what GetAccountAuthorizationDetails would show, at three calls per role and one per inline policy. Details that
 * cannot be read are named as such in each role (the last use: unknown). Their instance profiles are left out.
 *
 * @param roles as ListRoles shows them.
 */
export async function readRolesOneByOne(
  given: Given,
  roles: Iterable<ListedRole>,
): Promise<{ items: RoleIdentity[]; details: DetailReader[] }> {
  const reader = new RoleReader(given);
  const read = await Promise.all(Array.from(roles, ({ role }) => reader.read(role)));
  return {
    items: read.map(({ unread, ...role }) => ({ ...role, ...unreadDetails(unread) })),
    details: reader.details,
  };
}

class RoleReader {
  private readonly given: Given;
  private readonly settings = new DetailReader("iam:GetRole", "tags, permissions boundaries and last use");
  private readonly policies: IdentityPoliciesReader;

  constructor(given: Given) {
    this.given = given;
    this.policies = new IdentityPoliciesReader(given.call, given.shared, ROLE_POLICIES);
  }

  get details(): DetailReader[] {
    return [this.settings, ...this.policies.details];
  }

  async read(role: RoleIdentity): Promise<RoleIdentity & { unread: UnreadDetail[] }> {
    const [settings, policies] = await Promise.all([
      this.settings.read<Role | null>(() => this.roleOf(role.roleName), null),
      this.policies.read(role.roleName),
    ]);
    const unread = [...policies.unread];
    if (settings.failure) {
      unread.push({ detail: "tags", reader: this.settings });
      unread.push({ detail: "permissionsBoundaryArn", reader: this.settings });
    }
    this.given.onRead();
    return { ...role, ...this.settingsOf(role, settings.value), ...policies, unread };
  }

  private settingsOf(role: RoleIdentity, answer: Role | null) {
    if (!answer) return { lastUse: roleLastUse(undefined) };
    const { Tags, PermissionsBoundary, RoleLastUsed } = answer;
    const head = { RoleId: role.roleId, RoleName: role.roleName, Arn: role.arn, CreateDate: role.createdAt };
    const { tags, permissionsBoundaryArn, lastUse } = roleFromDetail(
      { ...head, Tags, PermissionsBoundary, RoleLastUsed },
      this.given.shared,
    );
    return { tags, permissionsBoundaryArn, lastUse };
  }

  private async roleOf(RoleName: string): Promise<Role> {
    const { Role } = await this.given.call(
      "iam:GetRole",
      (iam, abort) => iam.send(new GetRoleCommand({ RoleName }), abort),
      ({ Role }) => Role !== undefined,
    );
    return Role as Role;
  }
}
