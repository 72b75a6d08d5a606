import type { Tag } from "../../../inventory/user.ts";
import { DEFAULT_REGION } from "../../../onboarding/regions.ts";
import { placeholder, SUCCESSOR_TRUSTS, successorTrustPolicy } from "../../replacement/successor-trust.ts";
import type { MigrationTarget } from "../../target/target.ts";
import type { ArtifactInput } from "../artifact-input.ts";
import { mark } from "../languages/marks.ts";
import { ownersValuesOf } from "../owners-values.ts";
import { permissionSetName } from "../role-name.ts";
import type { MadeAlarm } from "./alarm.ts";
import type { MadeInstanceProfile, MadePodIdentity, MadeRolesAnywhereProfile } from "./bindings.ts";
import { mergedDocument } from "./merged-document.ts";
import type { MadePermissionSet } from "./permission-set.ts";
import type { MadePolicy } from "./policy.ts";
import type { MadeOidcProvider, MadeSamlProvider } from "./providers.ts";
import type { RoleOfPlan } from "./resource.ts";
import type { ExistingRole, MadeRole } from "./role.ts";

/** One thing that a plan makes, or finds. */
export type Made =
  | MadeRole
  | ExistingRole
  | MadePolicy
  | MadeOidcProvider
  | MadeSamlProvider
  | MadeInstanceProfile
  | MadePodIdentity
  | MadeRolesAnywhereProfile
  | MadePermissionSet
  | MadeAlarm;

/** The input with a mark for each value that the owner has not given, or given in a way that cannot be. */
export type Given = ArtifactInput & { filled: Readonly<Record<string, string>> };

export function givenOf(input: ArtifactInput): Given {
  const answers: ArtifactInput["values"] =
    input.region === null ? input.values : { REGION: input.region, ...input.values };
  const filled = ownersValuesOf(input.target).map(({ name, pattern }) => {
    const answer = answers[name];
    return [name, answer !== undefined && pattern.test(answer) ? answer : mark(name)] as const;
  });
  return { ...input, filled: Object.fromEntries(filled) };
}

const LONGEST_TAGS = 50;

/** The user's tags are the role's, so that conditions on aws:PrincipalTag go on. What AWS and Rolecall keep of a user is not. */
const tagsOf = ({ user }: Given): Tag[] =>
  user.tags.filter(({ key }) => !/^(aws|rolecall):/i.test(key)).slice(0, LONGEST_TAGS);

export const roleOf = ({ partition, awsAccountId, role }: ArtifactInput): RoleOfPlan => ({
  name: role.roleName,
  path: role.path,
  arn: `arn:${partition}:iam::${awsAccountId}:role${role.path}${role.roleName}`,
  isExisting: role.isExisting,
});

const replaces = ({ user }: Given): string => `Replaces the IAM user ${user.userName}`;

const trustOf = (given: Given) => successorTrustPolicy(given.target, given, given.filled)?.policy ?? null;

function role(given: Given): Made[] {
  const { roleName, path, maxSessionDurationSeconds, isExisting } = given.role;
  if (isExisting) {
    return [
      { kind: "existing_role", name: roleName, comment: "The role that exists already: it gets the policies below." },
    ];
  }
  return [
    {
      kind: "role",
      name: roleName,
      path,
      description: replaces(given),
      trust: trustOf(given),
      maxSessionSeconds: maxSessionDurationSeconds,
      boundaryArn: given.permissionsBoundaryArn,
      tags: tagsOf(given),
      waitsForProvider: SUCCESSOR_TRUSTS[given.target]?.provider != null,
      comment: `The role that takes the place of the user ${given.user.userName}. Its trust policy lets in this workload and nobody else.`,
    },
  ];
}

const policies =
  (holder: "role" | "user") =>
  (given: Given): Made[] =>
    given.permissions.map(({ name, document }, index): MadePolicy => {
      const path = holder === "role" ? given.role.path : "/";
      return {
        kind: "policy",
        number: index + 1,
        name,
        path,
        arn: `arn:${given.partition}:iam::${given.awsAccountId}:policy${path}${name}`,
        description: holder === "role" ? replaces(given) : `What the IAM user ${given.user.userName} needs`,
        document,
        userName: holder === "role" ? null : given.user.userName,
        comment:
          holder === "role"
            ? "What it may do: what the user was allowed, cut down to what was used."
            : "What the user may do from now on: what it was allowed, cut down to what was used. The policies that it has are detached by hand, once this one has proved enough.",
      };
    });

function oidcProvider(given: Given): Made[] {
  const issuer = SUCCESSOR_TRUSTS[given.target]?.provider?.(given.filled, given.partition);
  const condition = trustOf(given)?.Statement[0]?.Condition as Record<string, Record<string, string>> | undefined;
  if (issuer === undefined || given.role.isExisting) return [];
  return [
    {
      kind: "oidc_provider",
      arn: `arn:${given.partition}:iam::${given.awsAccountId}:oidc-provider/${issuer}`,
      url: `https://${issuer}`,
      audience: condition?.StringEquals?.[`${issuer}:aud`] ?? "",
      comment:
        "The provider whose tokens the role trusts. An account has one of each address: if it is there already, say so, and see that it has this audience.",
    },
  ];
}

const samlProvider = ({ role, partition, awsAccountId, filled: { PROVIDER: name = "" } }: Given): Made[] =>
  role.isExisting
    ? []
    : [
        {
          kind: "saml_provider",
          name,
          arn: `arn:${partition}:iam::${awsAccountId}:saml-provider/${name}`,
          comment:
            "The identity provider of your people. It is made only where its metadata are given; else it is there already.",
        },
      ];

const instanceProfile = ({ role: { roleName, path, isExisting } }: Given): Made[] =>
  isExisting
    ? []
    : [
        {
          kind: "instance_profile",
          name: roleName,
          path,
          comment: "What hands the role to an EC2 instance. It has the role's name.",
        },
      ];

const podIdentity = ({ filled: { CLUSTER = "", NAMESPACE = "", SERVICE_ACCOUNT = "" } }: Given): Made[] => [
  {
    kind: "pod_identity",
    cluster: CLUSTER,
    namespace: NAMESPACE,
    serviceAccount: SERVICE_ACCOUNT,
    comment: "Gives the role to the pods of the service account. The cluster needs the add-on eks-pod-identity-agent.",
  },
];

const rolesAnywhereProfile = ({ role }: Given): Made[] => [
  {
    kind: "roles_anywhere_profile",
    name: role.roleName.replaceAll(/[^\w-]/g, "-"),
    maxSessionSeconds: role.maxSessionDurationSeconds,
    comment: "Lets certificates of the trust anchor take the role. The trust anchor itself is there already.",
  },
];

/** @see https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html */
const LONGEST_SET_SESSION = 43_200;

const permissionSet = (given: Given): Made[] => [
  {
    kind: "permission_set",
    name: permissionSetName(given.role.roleName),
    description: replaces(given),
    instanceArn: given.filled.INSTANCE_ARN ?? "",
    groupId: given.filled.GROUP_ID ?? "",
    targetAccountId: given.awsAccountId,
    sessionSeconds: Math.min(given.role.maxSessionDurationSeconds, LONGEST_SET_SESSION),
    document: mergedDocument(given.permissions.map(({ document }) => document)),
    boundaryArn: given.permissionsBoundaryArn,
    comment: `What the person may do who was the user ${given.user.userName}. It is made in the account of IAM Identity Center: the management account, or its delegated administrator.`,
  },
];

const alarm = ({ user, partition, awsAccountId, filled: { ALARM_EMAIL = "" } }: Given): Made[] => {
  const name = `break-glass-${user.userName.replaceAll(/[^\w-]/g, "-")}`.slice(0, 64);
  return [
    {
      kind: "alarm",
      name,
      userName: user.userName,
      userArn: user.arn,
      email: ALARM_EMAIL,
      topicArn: `arn:${partition}:sns:${DEFAULT_REGION[partition]}:${awsAccountId}:${name}`,
      comment:
        "Tells each sign-in and each call of the user. It needs a trail of CloudTrail that logs management events, and sees what is logged in its own Region: where people sign in elsewhere, make it there too.",
    },
  ];
};

type Maker = (given: Given) => Made[];
const OF_ROLE: readonly Maker[] = [role, policies("role")];
const OF_ISSUER: readonly Maker[] = [oidcProvider, ...OF_ROLE];
const OF_USER: readonly Maker[] = [policies("user")];

/** What the successor of each target is made of, in the order in which it is made. */
const PLANS: Readonly<Record<MigrationTarget, readonly Maker[]>> = {
  ec2_instance_profile: [...OF_ROLE, instanceProfile],
  lambda_execution_role: OF_ROLE,
  ecs_task_role: OF_ROLE,
  eks_pod_identity: [...OF_ROLE, podIdentity],
  eks_irsa: OF_ISSUER,
  service_role: OF_ROLE,
  github_actions_oidc: OF_ISSUER,
  gitlab_oidc: OF_ISSUER,
  circleci_oidc: OF_ISSUER,
  buildkite_oidc: OF_ISSUER,
  bitbucket_oidc: OF_ISSUER,
  hcp_terraform_oidc: OF_ISSUER,
  other_oidc: OF_ISSUER,
  identity_center: [permissionSet],
  saml_federation: [samlProvider, ...OF_ROLE],
  third_party_role: OF_ROLE,
  roles_anywhere: [...OF_ROLE, rolesAnywhereProfile],
  ses_smtp: OF_USER,
  keyspaces: OF_USER,
  codecommit: OF_USER,
  api_key: OF_USER,
  break_glass: [alarm],
  remove: [],
  split: [],
  ask_owner: [],
};

export const planOf = (given: Given): Made[] => PLANS[given.target].flatMap((make) => make(given));

/** Targets whose resources are made elsewhere than in the user's account. */
export const isMadeInOwnAccount = (target: MigrationTarget): boolean => target !== "identity_center";

/** The Region in which a plan is made: the owner's, or a mark; where IAM alone is concerned, any Region of the partition. */
export function regionOf({ target, filled, partition }: Given, used: readonly string[]): string {
  const name = target === "identity_center" ? "SSO_REGION" : "REGION";
  const given = filled[name];
  const isOpen = given === undefined || given === mark(name);
  const isRegional = ["eks_pod_identity", "roles_anywhere", "identity_center"].includes(target);
  if (given === undefined || (isOpen && !isRegional && !used.includes(name))) return DEFAULT_REGION[partition];
  return given;
}

/** A text for files that have no variables: REPLACE-WITH-REPOSITORY. */
export const placeholderOf = (name: string): string => placeholder({ name, question: "", example: "", pattern: /./ });
