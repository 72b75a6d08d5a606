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
import { AwsCallFailed, type AwsErrorKind } from "../calls/aws-errors.ts";
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

export const DETAILS_ACTION = "iam:GetAccountAuthorizationDetails";

/** An entry as AWS gives it. */
export type Entry = Readonly<Record<string, unknown>>;

/** The entries of one kind. */
export type Entries<Fact> = {
  byId: Map<string, Fact>;
  /** Those without all the fields by which they are known. */
  odd: Entry[];
  /** How many came without their names, which their ARNs told. */
  named: number;
  /** Whether the answer had a list of the kind at all. */
  isGiven: boolean;
};

/** Everything that GetAccountAuthorizationDetails returns. The instance profiles are those that hold a role. */
export type AuthorizationDetails = {
  users: Entries<UserIdentity>;
  roles: Entries<RoleIdentity>;
  groups: Entries<GroupFact>;
  policies: Entries<PolicyFact>;
  instanceProfiles: InstanceProfileFact[];
};
export type DetailKind = Exclude<keyof AuthorizationDetails, "instanceProfiles">;
export type FactOf<Kind extends DetailKind> = AuthorizationDetails[Kind] extends Entries<infer Fact> ? Fact : never;

type Shape<Fact> = {
  /** The field from which the end of the ARN is no news. */
  name: string;
  isWhole: (entry: object) => boolean;
  toFact: (entry: object, shared: SharedTexts) => Fact;
  idOf: (fact: Fact) => string;
};

/** By what the entries of each kind are known, and what becomes of them. */
export const SHAPES: { readonly [Kind in DetailKind]: Shape<FactOf<Kind>> } = {
  users: { name: "UserName", isWhole: isWholeUser, toFact: userFromDetail, idOf: ({ userId }) => userId },
  roles: { name: "RoleName", isWhole: isWholeRole, toFact: roleFromDetail, idOf: ({ roleId }) => roleId },
  groups: { name: "GroupName", isWhole: isWholeGroup, toFact: groupFromDetail, idOf: ({ groupId }) => groupId },
  policies: { name: "PolicyName", isWhole: isWholePolicy, toFact: policyFromDetail, idOf: ({ policyId }) => policyId },
};

/** All there are, named one by one: what the call means without a filter is not the same everywhere. */
const FILTER: EntityType[] = ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"];

/** Failures that stay: another way to the same facts is worth its calls. What is throttled or down is left alone. */
const STAYS: ReadonlySet<AwsErrorKind> = new Set(["denied", "unsupported", "unknown", "invalid", "not_found"]);
export const isLasting = ({ kind }: { kind: AwsErrorKind }): boolean => STAYS.has(kind);

/**
 * All users, roles, groups and managed policies. The pages are no snapshot, so that one of them may come twice: the last one
 * counts. Each page is made into facts at once, and forgotten. One that is refused is asked for a second time, as the other ways to
 * the same facts cost many calls.
 *
 * @throws AwsCallFailed, one that does not last where the first page had been answered.
 */
export async function readAuthorizationDetails(
  call: IamCall,
  shared: SharedTexts,
  onPage: (identities: number) => void,
): Promise<AuthorizationDetails> {
  const read = () => readAllPages(call, shared, onPage);
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AwsCallFailed) || !isLasting(error) || error.attempts > 1) throw error;
    return read();
  }
}

async function readAllPages(
  call: IamCall,
  shared: SharedTexts,
  onPage: (identities: number) => void,
): Promise<AuthorizationDetails> {
  const found = new DetailsById(shared);
  let pages = 0;
  try {
    await readPages(
      DETAILS_ACTION,
      (marker) =>
        call(
          DETAILS_ACTION,
          (iam, abort) =>
            iam.send(
              new GetAccountAuthorizationDetailsCommand({ Filter: FILTER, MaxItems: PAGE_SIZE, Marker: marker }),
              abort,
            ),
          (page) => isWholePage(page, page.UserDetailList ?? page.RoleDetailList),
        ),
      (page) => {
        pages += 1;
        found.add(page);
        onPage(found.identities);
      },
    );
    return found.details;
  } catch (error) {
    if (pages === 0 || !(error instanceof AwsCallFailed) || !isLasting(error)) throw error;
    throw new AwsCallFailed(DETAILS_ACTION, "transient", error.attempts, error.cause);
  }
}

const entries = <Fact>(): Entries<Fact> => ({ byId: new Map(), odd: [], named: 0, isGiven: false });
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

class DetailsById {
  private readonly shared: SharedTexts;
  private readonly found = {
    users: entries<UserIdentity>(),
    roles: entries<RoleIdentity>(),
    groups: entries<GroupFact>(),
    policies: entries<PolicyFact>(),
  };
  private readonly instanceProfiles = new Map<string, InstanceProfileFact>();

  constructor(shared: SharedTexts) {
    this.shared = shared;
  }

  get identities(): number {
    return this.found.users.byId.size + this.found.roles.byId.size;
  }

  get details(): AuthorizationDetails {
    return { ...this.found, instanceProfiles: [...this.instanceProfiles.values()] };
  }

  add(page: GetAccountAuthorizationDetailsCommandOutput): void {
    this.addList("users", page.UserDetailList);
    this.addList("groups", page.GroupDetailList);
    this.addList("roles", page.RoleDetailList);
    this.addList("policies", page.Policies?.filter(isInUse));
    for (const role of page.RoleDetailList ?? []) if (isWholeRole(role)) this.addProfilesOf(role);
  }

  private addList<Kind extends DetailKind>(kind: Kind, list: readonly object[] | undefined): void {
    const shape = SHAPES[kind] as unknown as Shape<FactOf<Kind>>;
    const found = this.found[kind] as unknown as Entries<FactOf<Kind>>;
    found.isGiven ||= list !== undefined;
    for (const given of list ?? []) {
      const entry = withNameOfArn(given as Entry, shape.name);
      if (!shape.isWhole(entry)) {
        found.odd.push(entry);
        continue;
      }
      if (entry !== given) found.named += 1;
      const fact = shape.toFact(entry, this.shared);
      found.byId.set(shape.idOf(fact), fact);
    }
  }

  /** A profile that is not whole is left out, and found by the list of all profiles. */
  private addProfilesOf(role: RoleDetail): void {
    const whole = { ...role, InstanceProfileList: role.InstanceProfileList?.filter(isWholeInstanceProfile) };
    for (const profile of instanceProfilesFromRoleDetail(whole, this.shared)) {
      this.instanceProfiles.set(profile.instanceProfileId, profile);
    }
  }
}

/** A name is the end of the ARN, which implementations may leave to be told from it. */
function withNameOfArn(entry: Entry, name: string): Entry {
  const { Arn } = entry;
  return isText(entry[name]) || !isText(Arn) ? entry : { ...entry, [name]: Arn.slice(Arn.lastIndexOf("/") + 1) };
}

/** AWS has more than a thousand policies of its own: those that nobody here uses are no part of the account. */
function isInUse({ Arn = "", AttachmentCount, PermissionsBoundaryUsageCount }: ManagedPolicyDetail): boolean {
  const isAwsManaged = Arn.includes(":iam::aws:");
  return !isAwsManaged || AttachmentCount !== 0 || (PermissionsBoundaryUsageCount ?? 0) > 0;
}
