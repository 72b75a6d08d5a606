import {
  DescribePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  type PermissionSet,
} from "@aws-sdk/client-sso-admin";
import type { Partition, PermissionSetFact, Read } from "@rolecall/domain";
import type { ServiceCalls } from "../account-session.ts";
import { outcomeOf } from "../outcome.ts";
import { StopRule } from "../readers/stop-rule.ts";
import { DEFAULT_REGIONS } from "./regions.ts";
import { allByToken } from "./token-pages.ts";

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
  const found = await findInstance(reader);
  if (typeof found === "string") return { state: "unread", reason: found };
  const sets = await outcomeOf(reader.now, () => readSetsOf(reader, found));
  if (!sets.ok) return { state: "unread", reason: sets.failure.reason };
  return { state: "read", value: sets.value, source: "live_api", observedAt: sets.observedAt };
}

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
    "sso:ListInstances",
    (NextToken) =>
      calls.on("sso", region)("sso:ListInstances", (client, abort) =>
        client.send(new ListInstancesCommand({ MaxResults: MAX_RESULTS, NextToken }), abort),
      ),
    ({ NextToken }) => NextToken,
    ({ Instances }) => Instances,
  );

/** @throws AwsCallFailed. What is assigned may be unread of each set; its name may not. */
async function readSetsOf(reader: Reader, instance: Instance): Promise<PermissionSetFact[]> {
  const arns = await listPermissionSetArns(reader.calls, instance);
  const rule = new StopRule();
  let done = 0;
  reader.onPermissionSet(done, arns.length);
  return Promise.all(
    arns.map(async (arn) => {
      const set = await describe(reader.calls, instance, arn);
      const assignments = await rule.run(() => listAssignments(reader.calls, instance, arn));
      reader.onPermissionSet(++done, arns.length);
      return {
        arn,
        name: set.Name ?? arn,
        description: set.Description ?? null,
        sessionDuration: set.SessionDuration ?? null,
        createdAt: set.CreatedDate ?? null,
        assignments: assignments.ok
          ? { state: "read", value: assignments.value, source: "live_api", observedAt: reader.now() }
          : { state: "unread", reason: assignments.failure.reason },
      } satisfies PermissionSetFact;
    }),
  );
}

const listPermissionSetArns = (calls: ServiceCalls, { arn: InstanceArn, region }: Instance) =>
  allByToken(
    "sso:ListPermissionSets",
    (NextToken) =>
      calls.on("sso", region)("sso:ListPermissionSets", (client, abort) =>
        client.send(new ListPermissionSetsCommand({ InstanceArn, MaxResults: MAX_RESULTS, NextToken }), abort),
      ),
    ({ NextToken }) => NextToken,
    ({ PermissionSets }) => PermissionSets,
  );

async function describe(
  calls: ServiceCalls,
  { arn: InstanceArn, region }: Instance,
  PermissionSetArn: string,
): Promise<PermissionSet> {
  const { PermissionSet = {} } = await calls.on("sso", region)(
    "sso:DescribePermissionSet",
    (client, abort) => client.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn }), abort),
    ({ PermissionSet }) => Boolean(PermissionSet?.Name),
  );
  return PermissionSet;
}

/** Who is assigned in each account where the set is provisioned. */
async function listAssignments(
  calls: ServiceCalls,
  { arn: InstanceArn, region }: Instance,
  PermissionSetArn: string,
): Promise<Assignment[]> {
  const accountIds = await allByToken(
    "sso:ListAccountsForProvisionedPermissionSet",
    (NextToken) =>
      calls.on("sso", region)("sso:ListAccountsForProvisionedPermissionSet", (client, abort) =>
        client.send(
          new ListAccountsForProvisionedPermissionSetCommand({
            InstanceArn,
            PermissionSetArn,
            MaxResults: MAX_RESULTS,
            NextToken,
          }),
          abort,
        ),
      ),
    ({ NextToken }) => NextToken,
    ({ AccountIds }) => AccountIds,
  );
  const perAccount = accountIds.map((AccountId) =>
    allByToken(
      "sso:ListAccountAssignments",
      (NextToken) =>
        calls.on("sso", region)("sso:ListAccountAssignments", (client, abort) =>
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
        ),
      ({ NextToken }) => NextToken,
      ({ AccountAssignments }) => AccountAssignments,
    ),
  );
  return (await Promise.all(perAccount)).flat().map(({ AccountId = "", PrincipalType, PrincipalId = "" }) => ({
    awsAccountId: AccountId,
    principalType: PrincipalType === "USER" ? "USER" : "GROUP",
    principalId: PrincipalId,
  }));
}
