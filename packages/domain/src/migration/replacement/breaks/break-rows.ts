import { readIdentityPolicy } from "../../../policy/statements.ts";
import { readForUser } from "../permissions/read-for-user.ts";
import type { BreaksInput } from "./facts.ts";
import { sdksIn } from "./sdk-versions.ts";

export type BreakAnswer = "hit" | "clean" | "cannot_be_seen";
export type BreakFound = { answer: BreakAnswer; sentence: string };

export type BreakRow = {
  id: string;
  title: string;
  /** The page or thread that tells of it. */
  source: string;
  find(input: BreaksInput): BreakFound;
};

const hit = (sentence: string): BreakFound => ({ answer: "hit", sentence });
const clean = (sentence: string): BreakFound => ({ answer: "clean", sentence });
const cannotBeSeen = (sentence: string): BreakFound => ({ answer: "cannot_be_seen", sentence });

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);
const USER_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

const allPolicies = ({ permissions: { policies, boundary } }: BreaksInput) => [
  ...policies,
  ...(boundary ? [{ label: "permissions boundary", document: boundary.document }] : []),
];
const unreadPolicies = (input: BreaksInput): string[] =>
  allPolicies(input)
    .filter(({ document }) => !readIdentityPolicy(document).isComplete)
    .map(({ label }) => label);
const userOnlyOf = (input: BreaksInput) =>
  allPolicies(input).flatMap((each) => readForUser(each, input.user).variables);

const NEVER: Date = new Date(0);
/** The last use of a service; null: not known. */
function lastUseOf({ services }: BreaksInput, ...names: string[]): Date | null {
  if (!services) return null;
  const uses = services.filter(({ service }) => names.includes(service.toLowerCase()));
  return uses.reduce((last, { lastUsedAt }) => (lastUsedAt && lastUsedAt > last ? lastUsedAt : last), NEVER);
}

/** What a list tells that takes a lookup or permissions of its own. */
const listed =
  (of: (input: BreaksInput) => readonly string[] | null, said: { hit: string; clean: string; unseen: string }) =>
  (input: BreaksInput): BreakFound => {
    const found = of(input);
    if (found === null) return cannotBeSeen(said.unseen);
    return found.length > 0 ? hit(`${said.hit}: ${found.join(", ")}.`) : clean(said.clean);
  };

function bothInUse({ credentials, replacementLastUsedAt }: BreaksInput): BreakFound {
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

function sdkTooOld({ userAgents, target }: BreaksInput): BreakFound {
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

function noSessionToken({ userAgents }: BreaksInput): BreakFound {
  const tool = userAgents?.find((agent) => WITHOUT_SESSION_TOKEN.test(agent));
  if (tool) return hit(`"${tool}" has no field for a session token.`);
  return cannotBeSeen("Whether the tool takes a session token beside key and secret, only its owner knows.");
}

function presignedUrls(input: BreaksInput): BreakFound {
  const last = lastUseOf(input, "s3");
  if (last === null) return cannotBeSeen("Whether S3 was used is not known.");
  if (last === NEVER) return clean("S3 was not used.");
  return cannotBeSeen(
    `S3 was used on ${dayOf(last)}: presigned URLs that are open end with the key, and those of a role end with its session, hours and not 7 days later.`,
  );
}

const USERS_ONLY = ["getfederationtoken", "getsessiontoken"];

function usersOnlyCalls(input: BreaksInput): BreakFound {
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
  github_actions_oidc: "Sessions of GitHub Actions last 1 hour by default",
  buildkite_oidc: "Sessions of Buildkite's plugin last as long as is asked for, 1 hour by default",
};

function sessionsEnd({ target }: BreaksInput): BreakFound {
  if (target !== null && RENEWED.includes(target))
    return clean("The SDK renews the credentials of this target by itself.");
  const length =
    LENGTHS[target ?? ""] ?? "A session lasts 1 hour by default, and never longer where one role assumes another";
  return cannotBeSeen(`${length}: whether a run takes longer, only its owner knows.`);
}

function variablesOfUsers(input: BreaksInput): BreakFound {
  const found = userOnlyOf(input).filter(({ key }) => /^aws:user(?:name|id)$/i.test(key));
  const where = [...new Set(found.map(({ label, key }) => `${key} in ${label}`))].join(", ");
  if (found.length > 0) return hit(`A role has no value, or another one, for ${where}.`);
  const unread = unreadPolicies(input);
  if (unread.length > 0) return cannotBeSeen(`Could not be read: ${unread.join(", ")}.`);
  return clean("No policy speaks of the user's name or id.");
}

function conditionsOfUsers(input: BreaksInput): BreakFound {
  const found = userOnlyOf(input).filter(({ key }) => !/^aws:user(?:name|id)$/i.test(key));
  const where = [...new Set(found.map(({ label, key }) => `${key} in ${label}`))].join(", ");
  if (found.length > 0) return hit(`These fit the user, and a role only if it is made to fit: ${where}.`);
  const unread = unreadPolicies(input);
  if (unread.length > 0) return cannotBeSeen(`Could not be read: ${unread.join(", ")}.`);
  if (input.user.tags === null)
    return cannotBeSeen("The user's tags could not be read: policies of resources may ask for them.");
  if (input.user.tags.length > 0)
    return cannotBeSeen(
      `No policy of the user asks for tags, addresses or MFA; whether one of a resource asks for its tags (${input.user.tags.map(({ key }) => key).join(", ")}), its owner knows.`,
    );
  return clean("No policy asks for tags, addresses or MFA, and the user has no tags.");
}

/** Accounts that policies of the user name, and that are not the tenant's. AWS's own names of accounts are words. */
function foreignAccounts(input: BreaksInput): string[] {
  const named = allPolicies(input).flatMap(({ document }) =>
    readIdentityPolicy(document).statements.flatMap(({ resources }) =>
      resources.patterns.map(({ account }) => account),
    ),
  );
  return [...new Set(named)]
    .filter((account) => account !== null && /^\d{12}$/.test(account))
    .filter((account): account is string => !input.ownAccountIds.includes(account ?? ""))
    .sort();
}

function partnersPolicies(input: BreaksInput): BreakFound {
  const foreign = foreignAccounts(input);
  if (foreign.length === 0)
    return cannotBeSeen("Whether a policy in somebody else's account names the user cannot be seen from here.");
  return hit(
    `Policies of the user name accounts of others: ${foreign.join(", ")}. Ask there whether a policy names the user.`,
  );
}

function otherServices({ accessEntries }: BreaksInput): BreakFound {
  if (accessEntries && accessEntries.length > 0) return hit(`The user is named in ${accessEntries.join(", ")}.`);
  return cannotBeSeen(
    accessEntries
      ? "No access entry of EKS and no permission of Lake Formation names the user; aws-auth, QuickSight and COPY of Redshift cannot be seen."
      : "Access entries of EKS and permissions of Lake Formation have not been read; aws-auth, QuickSight and COPY of Redshift cannot be seen.",
  );
}

const STAYS: readonly { kind: string; service: RegExp; what: string }[] = [
  { kind: "service_specific_credential", service: /^cassandra\./, what: "Amazon Keyspaces" },
  { kind: "service_specific_credential", service: /^codecommit\./, what: "Git over HTTPS in CodeCommit" },
  { kind: "ssh_public_key", service: /^/, what: "Git over SSH in CodeCommit" },
];

function credentialsOfServices({ credentials, user, ...rest }: BreaksInput): BreakFound {
  if (credentials === null) return cannotBeSeen("The credentials of the user could not be read.");
  const active = credentials.filter(({ status }) => status === "active");
  const found = STAYS.filter(({ kind, service }) =>
    active.some((each) => each.kind === kind && service.test(each.serviceName ?? "")),
  ).map(({ what }) => what);
  const sendsMail = rest.permissions.policies.some(({ document }) =>
    readIdentityPolicy(document).statements.some(
      ({ allows, actions }) => allows && !actions.isExcept && actions.patterns.includes("ses:sendrawemail"),
    ),
  );
  const hasKey = active.some(({ kind }) => kind === "access_key");
  if (hasKey && (sendsMail || /^ses-smtp-user\./i.test(user.userName)))
    found.push("SMTP of Amazon SES, if it sends by it");
  if (found.length > 0) return hit(`The user has credentials that only users have: ${found.join(", ")}.`);
  return clean("It has no credential of Keyspaces or CodeCommit, and no policy for mail by SMTP.");
}

/** What breaks when a user goes away, in the order in which it is shown. */
export const BREAK_ROWS: readonly BreakRow[] = [
  {
    id: "key_still_used",
    title: "Old key still used beside the role",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html",
    find: bothInUse,
  },
  {
    id: "sdk_too_old",
    title: "SDK too old for the role's credentials",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html",
    find: sdkTooOld,
  },
  {
    id: "no_session_token",
    title: "Tool without a field for a session token",
    source: "https://github.com/acmesh-official/acme.sh/issues/453",
    find: noSessionToken,
  },
  {
    id: "presigned_urls",
    title: "S3 presigned URLs that last for days",
    source: "https://repost.aws/knowledge-center/presigned-url-s3-bucket-expiration",
    find: presignedUrls,
  },
  {
    id: "users_only_calls",
    title: "GetFederationToken or GetSessionToken",
    source: `${USER_GUIDE}/id_credentials_sts-comparison.html`,
    find: usersOnlyCalls,
  },
  {
    id: "sessions_end",
    title: "Runs longer than a session",
    source: "https://github.com/aws-actions/configure-aws-credentials/issues/354",
    find: sessionsEnd,
  },
  {
    id: "user_variables",
    title: "Policy variables that only users have",
    source: "https://repost.aws/knowledge-center/iam-policy-variables-federated",
    find: variablesOfUsers,
  },
  {
    id: "user_conditions",
    title: "Tags, addresses and MFA of the user",
    source: `${USER_GUIDE}/reference_policies_condition-keys.html`,
    find: conditionsOfUsers,
  },
  {
    id: "resource_policies",
    title: "Resource policies that name the user",
    source:
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html",
    find: listed(({ namingResources }) => namingResources, {
      hit: "Named in the policies of",
      clean: "No resource policy that was read names the user.",
      unseen:
        "Resource policies have not been read. One that names the user cannot be edited any more once the user is deleted.",
    }),
  },
  {
    id: "kms_grants",
    title: "KMS grants for the user",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/grants.html",
    find: listed(({ grantingKeys }) => grantingKeys, {
      hit: "The user has grants on",
      clean: "No grant that was read is for the user.",
      unseen: "Grants of KMS keys have not been read.",
    }),
  },
  {
    id: "trusting_roles",
    title: "Roles whose trust policy names the user",
    source: `${USER_GUIDE}/reference_policies_elements_principal.html`,
    find: listed(({ trustingRoles }) => trustingRoles?.map(({ roleArn }) => roleArn) ?? null, {
      hit: "The user is named in the trust policies of",
      clean: "No role of the connected accounts names the user.",
      unseen: "The trust policies of the connected accounts could not be read.",
    }),
  },
  {
    id: "partners_policies",
    title: "Policies of partners that name the user",
    source: `${USER_GUIDE}/reference_policies_evaluation-logic-cross-account.html`,
    find: partnersPolicies,
  },
  {
    id: "other_services",
    title: "EKS, Lake Formation, QuickSight and Redshift",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
    find: otherServices,
  },
  {
    id: "service_credentials",
    title: "SES SMTP, Keyspaces and CodeCommit",
    source: "https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html",
    find: credentialsOfServices,
  },
];
