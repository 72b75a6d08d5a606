import type { User } from "@aws-sdk/client-iam";
import { type UserIdentity, userFromDetail } from "@rolecall/domain";
import type { Failure } from "../reading/outcome.ts";
import type { SharedTexts } from "../reading/shared-texts.ts";
import type { IamCall } from "../session/account-session.ts";
import { DetailReader, type UnreadDetail, unreadDetails } from "./detail-reader.ts";
import { listUsers } from "./heads.ts";
import { IdentityPoliciesReader } from "./identity-policies.ts";
import { USER_POLICIES } from "./policy-calls.ts";
import { getUser, groupNamesOfUser } from "./user-calls.ts";

type Given = { call: IamCall; shared: SharedTexts; onRead: () => void };

/**
 * All users with what GetAccountAuthorizationDetails would show, at four calls per user and one per inline policy.
 *
 * @throws AwsCallFailed if the users cannot be listed. Details that cannot be read are named as such in each user.
 */
export async function readUsersOneByOne(given: Given): Promise<{
  items: UserIdentity[];
  details: DetailReader[];
  lacking: Failure | null;
}> {
  const reader = new UserReader(given);
  const { value: users, lacking } = await listUsers(given.call);
  const read = await Promise.all(users.map((user) => reader.read(user)));
  return {
    items: read.map(({ unread, ...user }) => ({ ...user, ...unreadDetails(unread) })),
    details: reader.details,
    lacking,
  };
}

class UserReader {
  private readonly given: Given;
  private readonly settings = new DetailReader("iam:GetUser", "tags and permissions boundaries");
  private readonly groups = new DetailReader("iam:ListGroupsForUser", "groups");
  private readonly policies: IdentityPoliciesReader;

  constructor(given: Given) {
    this.given = given;
    this.policies = new IdentityPoliciesReader(given.call, given.shared, USER_POLICIES);
  }

  get details(): DetailReader[] {
    return [this.settings, this.groups, ...this.policies.details];
  }

  async read(user: User): Promise<UserIdentity & { unread: UnreadDetail[] }> {
    const userName = user.UserName ?? "";
    const [settings, groups, policies] = await Promise.all([
      this.settings.read(user.Tags ? async () => user : () => getUser(this.given.call, userName, () => true), user),
      this.groups.read(() => groupNamesOfUser(this.given.call, userName), []),
      this.policies.read(userName),
    ]);
    const unread = [...policies.unread];
    if (groups.failure) unread.push({ detail: "groupNames", reader: this.groups });
    if (settings.failure) {
      unread.push({ detail: "tags", reader: this.settings });
      unread.push({ detail: "permissionsBoundaryArn", reader: this.settings });
    }
    const { Tags, PermissionsBoundary } = settings.value;
    const identity = userFromDetail({ ...user, Tags, PermissionsBoundary, GroupList: groups.value }, this.given.shared);
    this.given.onRead();
    return { ...identity, ...policies, unread };
  }
}
