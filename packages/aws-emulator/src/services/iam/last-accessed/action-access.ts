import type { UsagePattern } from "../../../world/model.ts";
import { type LastUse, usesBackwards } from "../../../world/usage.ts";
import { MANAGEMENT_CALLS } from "../../cloud-trail/calls.ts";

/**
 * Services of which AWS tells single actions, with tracked actions beside those that the world's use calls. Actions on data are not
 * tracked, nor is iam:PassRole.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-action-last-accessed.html
 */
const TRACKED: Readonly<Record<string, string>> = {
  autoscaling: "CreateAutoScalingGroup DeleteAutoScalingGroup UpdateAutoScalingGroup",
  cloudformation: "CreateStack DeleteStack UpdateStack ListStacks",
  cloudtrail: "CreateTrail DeleteTrail StopLogging",
  cloudwatch: "DeleteAlarms PutMetricAlarm",
  config: "DeleteConfigurationRecorder PutConfigRule",
  ec2: "AuthorizeSecurityGroupIngress RunInstances StopInstances TerminateInstances",
  ecr: "CreateRepository DeleteRepository PutLifecyclePolicy",
  ecs: "CreateService DeleteService RunTask StopTask",
  eks: "CreateCluster DeleteCluster UpdateClusterConfig",
  elasticloadbalancing: "CreateLoadBalancer DeleteLoadBalancer",
  glue: "CreateJob DeleteJob UpdateTable",
  guardduty: "CreateDetector DeleteDetector",
  iam: "CreateAccessKey CreateUser DeleteUser PutUserPolicy",
  kms: "CreateKey ScheduleKeyDeletion",
  lambda: "CreateFunction DeleteFunction UpdateFunctionCode",
  logs: "CreateLogGroup DeleteLogGroup PutRetentionPolicy",
  rds: "CreateDBInstance DeleteDBInstance ModifyDBInstance",
  redshift: "CreateCluster DeleteCluster",
  route53: "CreateHostedZone DeleteHostedZone",
  s3: "CreateBucket DeleteBucket PutBucketPolicy",
  sagemaker: "CreateEndpoint DeleteEndpoint",
  secretsmanager: "CreateSecret DeleteSecret PutSecretValue",
};
/** What the world's use calls, and AWS does not track. */
const ON_DATA: ReadonlySet<string> = new Set(["kms:Decrypt", "kms:GenerateDataKey", "ecr:BatchGetImage"]);

export type ActionAccess = { name: string; use: LastUse | null };

/** The newest calls of one pattern, as many as it takes for each call of the service to have had its turn. */
function* newestCalls(pattern: UsagePattern, calls: readonly string[], { now, since }: { now: Date; since: Date }) {
  const services = Math.max(1, pattern.services.length);
  let left = services * calls.length;
  for (const { number, ...use } of usesBackwards(pattern, now)) {
    if (use.at < since || left === 0) return;
    left -= 1;
    yield { use, name: calls[Math.floor(number / services) % calls.length]! };
  }
}

/** The last use of each tracked action of a service since an instant: the calls of a service take turns. */
function lastUses(namespace: string, usage: readonly UsagePattern[], when: { now: Date; since: Date }) {
  const calls = MANAGEMENT_CALLS[namespace]?.calls ?? [];
  const last = new Map<string, LastUse>();
  for (const { use, name } of usage.flatMap((pattern) => [...newestCalls(pattern, calls, when)])) {
    const known = last.get(name);
    if (use.service === namespace && (!known || use.at > known.at)) last.set(name, use);
  }
  return last;
}

/**
 * The tracked actions of a service that somebody may call, with the last attempt of each; null where AWS tracks none, or none of them
 * was called.
 */
export function actionAccessOf(
  namespace: string,
  usage: readonly UsagePattern[],
  { mayCall, ...when }: { now: Date; since: Date; mayCall: (action: string) => boolean },
): ActionAccess[] | null {
  const others = TRACKED[namespace]?.split(" ");
  if (!others) return null;
  const isTracked = (name: string) => !ON_DATA.has(`${namespace}:${name}`);
  const uses = lastUses(namespace, usage, when);
  const called = [...uses.keys()].filter(isTracked);
  if (called.length === 0) return null;
  const allowed = [...(MANAGEMENT_CALLS[namespace]?.calls ?? []), ...others].filter(
    (name) => isTracked(name) && mayCall(`${namespace}:${name}`),
  );
  return [...new Set([...called, ...allowed])].sort().map((name) => ({ name, use: uses.get(name) ?? null }));
}
