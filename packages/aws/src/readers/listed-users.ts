import {
  GetUserCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  type User,
} from "@aws-sdk/client-iam";
import type { IamCall } from "../account-session.ts";
import type { UserIdentity } from "./authorization-details.ts";
import { DetailReader } from "./detail-reader.ts";
import { identityOf, isIdentified, policyArnsOf } from "./identity-parts.ts";
import { isWholePage, PAGE_SIZE, readAll, readPages } from "./pages.ts";

/** All users by ListUsers, by user id. @throws AwsCallFailed */
async function readUsers(call: IamCall): Promise<User[]> {
  const byUserId = new Map<string, User>();
  await readPages(
    "iam:ListUsers",
    (marker) =>
      call(
        "iam:ListUsers",
        (iam, abort) => iam.send(new ListUsersCommand({ MaxItems: PAGE_SIZE, Marker: marker }), abort),
        (page) => isWholePage(page, page.Users) && (page.Users ?? []).every((user) => isIdentified(user.UserId, user)),
      ),
    (page) => {
      for (const user of page.Users ?? []) byUserId.set(user.UserId ?? "", user);
    },
  );
  return [...byUserId.values()];
}

/**
 * All users with what GetAccountAuthorizationDetails tells of them, at four calls per user.
 *
 * @throws AwsCallFailed if the users cannot be listed. Details that cannot be read are empty; `details` tells which.
 */
export async function readUsersOneByOne(
  call: IamCall,
  onRead: () => void,
): Promise<{ items: UserIdentity[]; details: DetailReader[] }> {
  const reader = new UserReader(call);
  const users = await readUsers(call);
  const read = async (user: User) => {
    const identity = await reader.read(user);
    onRead();
    return identity;
  };
  return { items: await Promise.all(users.map(read)), details: reader.details };
}

class UserReader {
  private readonly call: IamCall;
  private readonly settings = new DetailReader("iam:GetUser", "tags and permissions boundaries");
  private readonly groups = new DetailReader("iam:ListGroupsForUser", "groups");
  private readonly attached = new DetailReader("iam:ListAttachedUserPolicies", "attached policies");
  private readonly inline = new DetailReader("iam:ListUserPolicies", "inline policies");

  constructor(call: IamCall) {
    this.call = call;
  }

  get details(): DetailReader[] {
    return [this.settings, this.groups, this.attached, this.inline];
  }

  async read(user: User): Promise<UserIdentity> {
    const userName = user.UserName ?? "";
    const [settings, groupNames, attachedPolicyArns, inlinePolicyNames] = await Promise.all([
      this.settings.read(user.Tags ? async () => user : () => this.userOf(userName), user),
      this.groups.read(() => this.groupNamesOf(userName), []),
      this.attached.read(() => this.policyArnsOf(userName), []),
      this.inline.read(() => this.policyNamesOf(userName), []),
    ]);
    const identity = identityOf({ ...user, Tags: settings.Tags, PermissionsBoundary: settings.PermissionsBoundary });
    return { userId: user.UserId ?? "", userName, groupNames, attachedPolicyArns, inlinePolicyNames, ...identity };
  }

  private async userOf(UserName: string): Promise<User> {
    const { User } = await this.call(
      "iam:GetUser",
      (iam, abort) => iam.send(new GetUserCommand({ UserName }), abort),
      ({ User }) => User !== undefined,
    );
    return User as User;
  }

  private groupNamesOf(UserName: string): Promise<string[]> {
    return readAll(
      "iam:ListGroupsForUser",
      (page) =>
        this.call(
          "iam:ListGroupsForUser",
          (iam, abort) => iam.send(new ListGroupsForUserCommand({ UserName, ...page }), abort),
          (answer) => isWholePage(answer, answer.Groups),
        ),
      ({ Groups }) => (Groups ?? []).flatMap(({ GroupName }) => GroupName ?? []),
    );
  }

  private policyArnsOf(UserName: string): Promise<string[]> {
    return readAll(
      "iam:ListAttachedUserPolicies",
      (page) =>
        this.call(
          "iam:ListAttachedUserPolicies",
          (iam, abort) => iam.send(new ListAttachedUserPoliciesCommand({ UserName, ...page }), abort),
          (answer) => isWholePage(answer, answer.AttachedPolicies),
        ),
      ({ AttachedPolicies }) => policyArnsOf(AttachedPolicies),
    );
  }

  private policyNamesOf(UserName: string): Promise<string[]> {
    return readAll(
      "iam:ListUserPolicies",
      (page) =>
        this.call(
          "iam:ListUserPolicies",
          (iam, abort) => iam.send(new ListUserPoliciesCommand({ UserName, ...page }), abort),
          (answer) => isWholePage(answer, answer.PolicyNames),
        ),
      ({ PolicyNames }) => PolicyNames ?? [],
    );
  }
}
