import {
  DescribePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  type PermissionSet,
} from "@aws-sdk/client-sso-admin";
import type { Partition, PermissionSetFact, Read } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { itself } from "../reading/each-once.ts";
import { outcomeOf } from "../reading/outcome.ts";
import { StopRule } from "../reading/stop-rule.ts";
import { allByToken } from "../reading/token-pages.ts";
import { DEFAULT_REGIONS } from "../regions/regions.ts";
import type { ServiceCalls } from "../session/account-session.ts";

const MAX_RESULTS = 100;

type Reader = {
  calls: ServiceCalls;
  now: () => Date;
  region: string;
  partition: Partition;
  managementAccountId: string;
  onPermissionSet: (done: number, total: number) => void;
};

type Instance = { arn: string; region: string };
type Assignment = { awsAccountId: string; principalType: "USER" | "GROUP"; principalId: string };

/** The permission sets of the organisation's instance of Identity Center; unread, in words, where there is none to be found. */
export async function readPermissionSets(reader: Reader): Promise<Read<PermissionSetFact[]>> {
  const instance = await findInstance(reader);
  if (typeof instance === "string") return unread(instance);
  const arns = await outcomeOf(reader.now, () => listPermissionSetArns(reader.calls, instance));
  if (!arns.ok) return unread(arns.failure.reason);
  const describing = new StopRule();
  const described = await Promise.all(
    arns.value.map((arn) => describing.run(() => describe(reader.calls, instance, arn))),
  );
  // A set without its name is of no use: what is known of the sets stays as it was.
  if (describing.failure) return unread(describing.failure.reason);
  const sets = described.flatMap((set) => (set.ok && set.value ? set.value : []));
  const assignments = new AssignmentReader(reader, instance, sets.length);
  const facts = sets.map(async (set) => factOf(set, await assignments.read(set.PermissionSetArn ?? "")));
  return live(reader, await Promise.all(facts));
}

const unread = (reason: string) => ({ state: "unread", reason }) as const;
const live = <T>({ now }: Reader, value: T): Read<T> => ({
  state: "read",
  value,
  source: "live_api",
  observedAt: now(),
});

const factOf = (set: PermissionSet, assignments: Read<Assignment[]>): PermissionSetFact => ({
  arn: set.PermissionSetArn ?? "",
  name: set.Name ?? "",
  description: set.Description ?? null,
  sessionDuration: set.SessionDuration ?? null,
  createdAt: set.CreatedDate ?? null,
  assignments,
});

/** The instance, or why there is none: sought in the reader's own Region first, then in those that every account has. */
async function findInstance(reader: Reader): Promise<Instance | string> {
  const { calls, region, partition, managementAccountId } = reader;
  const rule = new StopRule();
  const askedIn: string[] = [];
  for (const candidate of new Set([region, ...DEFAULT_REGIONS[partition]])) {
    const listed = await rule.run(() => listInstances(calls, candidate));
    if (!listed.ok) continue;
    askedIn.push(candidate);
    const instance = listed.value.find(
      ({ OwnerAccountId }) => !OwnerAccountId || OwnerAccountId === managementAccountId,
    );
    if (instance?.InstanceArn) return { arn: instance.InstanceArn, region: instance.PrimaryRegion ?? candidate };
  }
  const none = `No organization instance of IAM Identity Center was found in ${askedIn.join(", ")}`;
  const why = rule.failure ? rule.failure.reason : "It may be in another Region, or this account may not see it";
  return askedIn.length > 0 ? `${none}. ${why}` : why;
}

const listInstances = (calls: ServiceCalls, region: string) =>
  allByToken(
    calls.on("sso", region),
    "sso:ListInstances",
    (client, NextToken, abort) => client.send(new ListInstancesCommand({ MaxResults: MAX_RESULTS, NextToken }), abort),
    { itemsOf: ({ Instances }) => Instances, identityOf: ({ InstanceArn }) => InstanceArn },
  );

const listPermissionSetArns = (calls: ServiceCalls, { arn: InstanceArn, region }: Instance) =>
  allByToken(
    calls.on("sso", region),
    "sso:ListPermissionSets",
    (client, NextToken, abort) =>
      client.send(new ListPermissionSetsCommand({ InstanceArn, MaxResults: MAX_RESULTS, NextToken }), abort),
    { itemsOf: ({ PermissionSets }) => PermissionSets, identityOf: itself },
  );

/** Null: the set was deleted since it was listed. */
async function describe(
  calls: ServiceCalls,
  { arn: InstanceArn, region }: Instance,
  PermissionSetArn: string,
): Promise<PermissionSet | null> {
  try {
    const { PermissionSet } = await calls.on("sso", region)(
      "sso:DescribePermissionSet",
      (client, abort) => client.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }), abort),
      ({ PermissionSet }) => Boolean(PermissionSet?.Name),
    );
    return { ...PermissionSet, PermissionSetArn };
  } catch (error) {
    if (error instanceof AwsCallFailed && error.awsErrorName === "ResourceNotFoundException") return null;
    throw error;
  }
}

/** Reads who is assigned, set by set, in each account where the set is provisioned. */
class AssignmentReader {
  private readonly reader: Reader;
  private readonly instance: Instance;
  private readonly total: number;
  private readonly provisioned = new StopRule();
  private readonly assigned = new StopRule();
  private done = 0;

  constructor(reader: Reader, instance: Instance, total: number) {
    this.reader = reader;
    this.instance = instance;
    this.total = total;
    reader.onPermissionSet(0, total);
  }

  async read(permissionSetArn: string): Promise<Read<Assignment[]>> {
    const { calls } = this.reader;
    const accountIds = await this.provisioned.run(() => listAccountIds(calls, this.instance, permissionSetArn));
    if (!accountIds.ok) return unread(accountIds.failure.reason);
    const lists = await Promise.all(
      accountIds.value.map((id) =>
        this.assigned.run(() => listAssignments(calls, this.instance, permissionSetArn, id)),
      ),
    );
    this.done += 1;
    this.reader.onPermissionSet(this.done, this.total);
    const assignments: Assignment[] = [];
    for (const list of lists) {
      if (!list.ok) return unread(list.failure.reason);
      assignments.push(...list.value);
    }
    return live(this.reader, assignments);
  }
}

const listAccountIds = (calls: ServiceCalls, { arn: InstanceArn, region }: Instance, PermissionSetArn: string) =>
  allByToken(
    calls.on("sso", region),
    "sso:ListAccountsForProvisionedPermissionSet",
    (client, NextToken, abort) =>
      client.send(
        new ListAccountsForProvisionedPermissionSetCommand({
          InstanceArn,
          PermissionSetArn,
          MaxResults: MAX_RESULTS,
          NextToken,
        }),
        abort,
      ),
    { itemsOf: ({ AccountIds }) => AccountIds, identityOf: itself },
  );

async function listAssignments(
  calls: ServiceCalls,
  { arn: InstanceArn, region }: Instance,
  PermissionSetArn: string,
  AccountId: string,
): Promise<Assignment[]> {
  const assignments = await allByToken(
    calls.on("sso", region),
    "sso:ListAccountAssignments",
    (client, NextToken, abort) =>
      client.send(
        new ListAccountAssignmentsCommand({
          InstanceArn,
          PermissionSetArn,
          AccountId,
          MaxResults: MAX_RESULTS,
          NextToken,
        }),
        abort,
      ),
    {
      itemsOf: ({ AccountAssignments }) => AccountAssignments,
      identityOf: ({ PrincipalType, PrincipalId }) => `${PrincipalType} ${PrincipalId}`,
    },
  );
  return assignments.map(({ PrincipalType, PrincipalId = "" }) => ({
    awsAccountId: AccountId,
    principalType: PrincipalType === "USER" ? "USER" : "GROUP",
    principalId: PrincipalId,
  }));
}
