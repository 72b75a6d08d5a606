import type { Tag, TrailedCall } from "@rolecall/aws-emulator";
import { type AccountName, accountId } from "./accounts.ts";
import { administratorArn } from "./administrators.ts";
import type { Ids } from "./ids.ts";
import { originOfKind } from "./origins.ts";

/** A call by which the story changes something, before it is settled who makes it. */
export type PlannedCall = {
  eventName: string;
  resourceNames: readonly string[];
  requestParameters?: Readonly<Record<string, unknown>>;
  region?: string;
  eventSource?: string;
  /** `owner`: the user itself; `aws`: AWS of its own accord. Whoever looks after such things, if left out. */
  by?: "owner" | "aws";
};

/** A call of IAM. */
export const iamCall = (
  eventName: string,
  requestParameters: Readonly<Record<string, unknown>>,
  ...resourceNames: string[]
): PlannedCall => ({ eventName, requestParameters, resourceNames });

/** What is changed: its tags and path tell who looks after it. */
export type Changed = {
  account: AccountName;
  label: string;
  path?: string | undefined;
  tags?: readonly Tag[] | undefined;
  /** Of a user that may see to its own keys and password. */
  ownerArn?: string | null;
};

type Hand = Pick<TrailedCall, "actorArn" | "userAgent" | "sourceIpAddress">;

/** A service that acts in the name of a person or of its own shows itself instead of a program and an address. */
const byService = (actorArn: string, service: string): Hand => ({
  actorArn,
  userAgent: service,
  sourceIpAddress: service,
});

/** Terraform runs in some accounts: first by a user with a key, then by a role. */
const TERRAFORM_MOVED_DAY: Partial<Record<AccountName, number>> = { production: 99, staging: 90, shared: 236 };

const hasTag = ({ tags = [] }: Changed, key: string, value?: string) =>
  tags.some((tag) => tag.key === key && (value === undefined || tag.value === value));

function handOf(ids: Ids, changed: Changed, day: number, by: PlannedCall["by"]): Hand {
  const { account, label, path = "/", ownerArn } = changed;
  if (by === "aws") return byService("AWS Internal", "AWS Internal");
  if (by === "owner" && ownerArn) return { actorArn: ownerArn, ...originOfKind(ids, "browser", label) };
  const administrator = administratorArn(ids, account, day, label);
  if (path.startsWith("/aws-reserved/")) {
    const provisioner = `arn:aws:sts::${accountId(account)}:assumed-role/AWSServiceRoleForSSO/sso-provisioning`;
    return byService(provisioner, "sso.amazonaws.com");
  }
  if (hasTag(changed, "aws:cloudformation:stack-name")) return byService(administrator, "cloudformation.amazonaws.com");
  const movedDay = TERRAFORM_MOVED_DAY[account];
  if (movedDay !== undefined && hasTag(changed, "CreatedBy", "terraform")) {
    return { actorArn: terraformArn(account, day > movedDay), ...originOfKind(ids, "terraform", account) };
  }
  return { actorArn: administrator, ...originOfKind(ids, "browser", administrator) };
}

const terraformArn = (account: AccountName, hasMoved: boolean) =>
  hasMoved
    ? `arn:aws:sts::${accountId(account)}:assumed-role/hcp-terraform-apply/terraform-run`
    : `arn:aws:iam::${accountId(account)}:user/ci/terraform-cloud`;

/** The calls as CloudTrail tells them. */
export function trailOf(ids: Ids, changed: Changed, day: number, calls: readonly PlannedCall[]): TrailedCall[] {
  return calls.map(({ by, ...call }) => {
    const { actorArn, userAgent, sourceIpAddress } = handOf(ids, changed, day, by);
    return { ...call, actorArn, userAgent, sourceIpAddress };
  });
}
