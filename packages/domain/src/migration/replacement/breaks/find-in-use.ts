import { readIdentityPolicy } from "../../../policy/statements.ts";
import type { BreaksInput } from "./facts.ts";
import { type BreakFound, cannotBeSeen, clean, hit } from "./found.ts";
import { unreadPolicies } from "./held-policies.ts";
import { sdksIn } from "./sdk-versions.ts";

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);
const NEVER: Date = new Date(0);
/** The last use of a service; null: not known. */
function lastUseOf({ services }: BreaksInput, ...names: string[]): Date | null {
  if (!services) return null;
  const uses = services.filter(({ service }) => names.includes(service.toLowerCase()));
  return uses.reduce((last, { lastUsedAt }) => (lastUsedAt && lastUsedAt > last ? lastUsedAt : last), NEVER);
}

export function bothInUse({ credentials, replacementLastUsedAt }: BreaksInput): BreakFound {
  if (credentials === null) return cannotBeSeen("The access keys of the user could not be read.");
  if (replacementLastUsedAt === null) return cannotBeSeen("The replacement has not been used yet.");
  const keys = credentials.filter(({ kind, status }) => kind === "access_key" && status === "active");
  const last = keys.reduce(
    (newest, { lastUsedAt }) => (lastUsedAt && lastUsedAt > newest ? lastUsedAt : newest),
    NEVER,
  );
  if (last > replacementLastUsedAt)
    return hit(
      `An access key was used on ${dayOf(last)}, after the replacement on ${dayOf(replacementLastUsedAt)}: the key may stand earlier in the chain of credentials.`,
    );
  return clean(`No access key was used after the replacement was, on ${dayOf(replacementLastUsedAt)}.`);
}

const CLI_1_ENDS = "AWS CLI 1 is maintained until 2027-07-15";

export function sdkTooOld({ userAgents, target }: BreaksInput): BreakFound {
  if (userAgents === null) return cannotBeSeen("User agents have not been looked up in CloudTrail.");
  const sdks = sdksIn(userAgents);
  const old = sdks.filter(({ isTooOld }) => isTooOld);
  const names = old.map(({ name, version, oldest }) => `${name} ${version}, needed ${oldest}`).join("; ");
  if (old.length > 0 && target === "eks_pod_identity") return hit(`Too old for EKS Pod Identity: ${names}.`);
  const cli = sdks.find(({ name }) => name === "AWS CLI 1");
  if (cli) return hit(`The workload calls with AWS CLI ${cli.version}: ${CLI_1_ENDS}.`);
  if (old.length > 0)
    return cannotBeSeen(`Older than what EKS Pod Identity needs: ${names}. Try the target's credentials with it.`);
  if (sdks.length === 0) return cannotBeSeen("No user agent that was seen names an SDK with its version.");
  return clean(`New enough: ${sdks.map(({ name, version }) => `${name} ${version}`).join(", ")}.`);
}

/** Tools that take an access key and a secret, and nothing else. */
const WITHOUT_SESSION_TOKEN = /acme\.sh|dwh-migration/i;

export function noSessionToken({ userAgents }: BreaksInput): BreakFound {
  const tool = userAgents?.find((agent) => WITHOUT_SESSION_TOKEN.test(agent));
  if (tool) return hit(`"${tool}" has no field for a session token.`);
  return cannotBeSeen("Whether the tool takes a session token beside key and secret, only its owner knows.");
}

export function presignedUrls(input: BreaksInput): BreakFound {
  const last = lastUseOf(input, "s3");
  if (last === null) return cannotBeSeen("Whether S3 was used is not known.");
  if (last === NEVER) return clean("S3 was not used.");
  return cannotBeSeen(
    `S3 was used on ${dayOf(last)}: presigned URLs that are open end with the key, and those of a role end with its session, hours and not 7 days later.`,
  );
}

const USERS_ONLY = ["getfederationtoken", "getsessiontoken"];

export function usersOnlyCalls(input: BreaksInput): BreakFound {
  const called = input.eventNames?.find((name) => USERS_ONLY.includes(name.toLowerCase()));
  if (called) return hit(`CloudTrail shows calls of ${called}, which roles cannot make.`);
  const policy = input.permissions.policies.find(({ document }) =>
    readIdentityPolicy(document).statements.some(
      ({ allows, actions }) =>
        allows && !actions.isExcept && actions.patterns.some((name) => USERS_ONLY.includes(name.replace(/^sts:/, ""))),
    ),
  );
  if (policy)
    return hit(`The ${policy.label} allows it by name: GetFederationToken and GetSessionToken are for users alone.`);
  const unread = unreadPolicies(input);
  if (unread.length > 0) return cannotBeSeen(`Could not be read: ${unread.join(", ")}.`);
  if (input.eventNames) return clean("CloudTrail shows no such call, and no policy allows it by name.");
  const last = lastUseOf(input, "sts");
  if (last === NEVER) return clean("STS was not used, and no policy allows it by name.");
  return cannotBeSeen("Calls of STS have not been looked up in CloudTrail.");
}

/** Where AWS or its SDK renews a session by itself. */
const RENEWED: readonly string[] = [
  "ec2_instance_profile",
  "lambda_execution_role",
  "ecs_task_role",
  "eks_pod_identity",
  "eks_irsa",
  "service_role",
  "roles_anywhere",
];
const LENGTHS: Readonly<Record<string, string>> = {
  github_actions_oidc: "Sessions in GitHub Actions last 1 hour by default",
  buildkite_oidc: "Sessions in Buildkite last 2 hours",
};

export function sessionsEnd({ target }: BreaksInput): BreakFound {
  if (target !== null && RENEWED.includes(target))
    return clean("The SDK renews the credentials of this target by itself.");
  const length =
    LENGTHS[target ?? ""] ?? "A session lasts 1 hour by default, and never longer where one role assumes another";
  return cannotBeSeen(`${length}: whether a run takes longer, only its owner knows.`);
}
