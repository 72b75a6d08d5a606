import type { TrailedCall } from "@rolecall/aws-emulator";
import { ACCOUNTS, type AccountName, accountId } from "../story/accounts.ts";
import type { Tags } from "../story/permissions.ts";
import { administratorArn } from "./administrators.ts";
import { originOf } from "./origins.ts";

/** A call by which the story changes something, before it is known who makes it. */
export type PlannedCall = {
  eventName: string;
  resourceNames: readonly string[];
  requestParameters?: Readonly<Record<string, unknown>>;
  region?: string;
  eventSource?: string;
  /** `owner`: the user itself; `aws`: AWS of its own accord. Whoever looks after such things, if left out. */
  by?: "owner" | "aws" | undefined;
};

/** A call of IAM. */
export const iamCall = (
  eventName: string,
  requestParameters: Readonly<Record<string, unknown>>,
  ...resourceNames: string[]
): PlannedCall => ({ eventName, requestParameters, resourceNames });

/** What is changed: its tags and path show who looks after it. */
export type Changed = {
  account: AccountName;
  label: string;
  path?: string;
  tags?: Tags;
  /** Of a user that may see to its own keys and password. */
  ownerArn?: string | null;
};

type Actor = Pick<TrailedCall, "actorArn" | "userAgent" | "sourceIpAddress">;

/** A service that acts in the name of a person or of its own shows itself instead of a program and an address. */
const byService = (actorArn: string, service: string): Actor => ({
  actorArn,
  userAgent: service,
  sourceIpAddress: service,
});

function actorOf(changed: Changed, day: number, by: PlannedCall["by"]): Actor {
  const { account, label, path = "/", tags = {}, ownerArn } = changed;
  if (by === "aws") return byService("AWS Internal", "AWS Internal");
  if (by === "owner" && ownerArn) return { actorArn: ownerArn, ...originOf("browser", label) };
  if (path.startsWith("/aws-reserved/")) {
    const provisioner = `arn:aws:sts::${accountId(account)}:assumed-role/AWSServiceRoleForSSO/sso-provisioning`;
    return byService(provisioner, "sso.amazonaws.com");
  }
  const administrator = administratorArn(account, day, label);
  if ("aws:cloudformation:stack-name" in tags) return byService(administrator, "cloudformation.amazonaws.com");
  const { terraformRoleDay } = ACCOUNTS[account];
  if (terraformRoleDay !== undefined && tags.CreatedBy === "terraform")
    return { actorArn: terraformArn(account, day > terraformRoleDay), ...originOf("terraform", account) };
  return { actorArn: administrator, ...originOf("browser", administrator) };
}

const terraformArn = (account: AccountName, byRole: boolean) =>
  byRole
    ? `arn:aws:sts::${accountId(account)}:assumed-role/hcp-terraform-apply/terraform-run`
    : `arn:aws:iam::${accountId(account)}:user/ci/terraform-cloud`;

/** The calls as CloudTrail shows them. */
export const trailOf = (changed: Changed, day: number, calls: readonly PlannedCall[]): TrailedCall[] =>
  calls.map(({ by, ...call }) => ({ ...call, ...actorOf(changed, day, by) }));
