import type { AttachedPolicy, EmulatedAccount } from "@rolecall/aws-emulator";
import {
  groupOf,
  instanceProfileOf,
  passwordPolicyOf,
  policyOf,
  samlProviderOf,
  serverCertificateOf,
} from "@rolecall/aws-emulator";
import { type AccountName, accountId } from "./accounts.ts";
import { awsManaged, customerManaged, inlinePolicy, policyDocument } from "./groups-and-policies.ts";
import type { AccountChange, Scene, StoryLine } from "./plans.ts";
import { iamCall } from "./trail.ts";

const MS_PER_DAY = 86_400_000;

/** Server certificates that were kept in IAM: one in use, the one before it, and some that expired where nobody looked. */
const SERVER_CERTIFICATES: readonly {
  account: AccountName;
  name: string;
  uploadedDay: number;
  validDays: number;
  deletedDay?: number;
}[] = [
  { account: "production", name: "api-fernhill-2025", uploadedDay: -330, validDays: 397, deletedDay: 84 },
  { account: "production", name: "api-fernhill-2026", uploadedDay: 52, validDays: 397 },
  { account: "shared", name: "intranet-2023", uploadedDay: -820, validDays: 397 },
  { account: "legacy", name: "www.parcelwise.example-2019", uploadedDay: -2480, validDays: 730 },
  { account: "legacy", name: "www.parcelwise.example-2026", uploadedDay: 20, validDays: 365 },
];

function serverCertificateChanges(scene: Scene): AccountChange[] {
  return SERVER_CERTIFICATES.flatMap(({ account, name, uploadedDay, validDays, deletedDay }): AccountChange[] => [
    {
      account,
      day: uploadedDay,
      what: `server certificate ${name} uploaded`,
      calls: [iamCall("UploadServerCertificate", { serverCertificateName: name }, name)],
      apply: (state, at) => {
        const expiresAt = new Date(at.getTime() + validDays * MS_PER_DAY);
        const serverCertificateId = scene.ids.unique("ASCA", state.awsAccountId, name);
        state.serverCertificates.push(
          serverCertificateOf({ serverCertificateId, serverCertificateName: name, uploadedAt: at, expiresAt }),
        );
      },
    },
    ...(deletedDay === undefined ? [] : [serverCertificateDeleted(account, name, deletedDay)]),
  ]);
}

const serverCertificateDeleted = (account: AccountName, name: string, day: number): AccountChange => ({
  account,
  day,
  what: `server certificate ${name} deleted`,
  calls: [iamCall("DeleteServerCertificate", { serverCertificateName: name }, name)],
  apply: (state) => {
    state.serverCertificates = state.serverCertificates.filter(
      ({ serverCertificateName }) => serverCertificateName !== name,
    );
  },
});

/** Instance profiles whose role is long gone: tools make both, and delete only the role. */
function emptyProfiles(scene: Scene): AccountChange[] {
  const rows: readonly [account: AccountName, name: string, day: number][] = [
    ["legacy", "pw-old-worker", -2100],
    ["shared", "build-host-v1", -940],
    ["sandbox", "gpu-experiment", -410],
  ];
  const made = rows.map(
    ([account, name, day]): AccountChange => ({
      account,
      day,
      what: `instance profile ${name} created`,
      calls: [iamCall("CreateInstanceProfile", { instanceProfileName: name }, name)],
      apply: (state, at) => {
        const instanceProfileId = scene.ids.unique("AIPA", state.awsAccountId, name);
        state.instanceProfiles.set(
          name,
          instanceProfileOf({ instanceProfileId, instanceProfileName: name, createdAt: at }),
        );
      },
    }),
  );
  const deleted: AccountChange = {
    account: "shared",
    day: 285,
    what: "instance profile build-host-v1 deleted",
    calls: [iamCall("DeleteInstanceProfile", { instanceProfileName: "build-host-v1" }, "build-host-v1")],
    apply: (state) => void state.instanceProfiles.delete("build-host-v1"),
  };
  return [...made, deleted];
}

function namedGroup(state: EmulatedAccount, groupName: string) {
  const group = state.groups.get(groupName.toLowerCase());
  if (!group) throw new Error(`No group ${groupName} in ${state.name}`);
  return group;
}

const groupGains = (account: AccountName, groupName: string, policy: AttachedPolicy, day: number): AccountChange => ({
  account,
  day,
  what: `policy ${policy.name} attached to group ${groupName}`,
  calls: [iamCall("AttachGroupPolicy", { groupName, policyArn: policy.arn }, policy.arn, groupName)],
  apply: (state) => void namedGroup(state, groupName).attachedPolicies.push({ ...policy }),
});

const groupLoses = (account: AccountName, groupName: string, policy: AttachedPolicy, day: number): AccountChange => ({
  account,
  day,
  what: `policy ${policy.name} detached from group ${groupName}`,
  calls: [iamCall("DetachGroupPolicy", { groupName, policyArn: policy.arn }, policy.arn, groupName)],
  apply: (state) => {
    const group = namedGroup(state, groupName);
    group.attachedPolicies = group.attachedPolicies.filter(({ arn }) => arn !== policy.arn);
  },
});

function groupChanges(scene: Scene): AccountChange[] {
  return [
    groupGains("development", "developers", awsManaged("AmazonBedrockLimitedAccess"), 112),
    groupGains("production", "platform-engineers", customerManaged("production", "deploy-stacks"), 176),
    groupGains("staging", "platform-engineers", awsManaged("AWSCloudShellFullAccess"), 144),
    groupLoses("production", "developers", awsManaged("PowerUserAccess"), 233),
    groupGains("production", "developers", awsManaged("ReadOnlyAccess"), 233),
    {
      account: "data",
      day: 196,
      what: "group model-builders created",
      calls: [iamCall("CreateGroup", { groupName: "model-builders" }, "model-builders")],
      apply: (state, at) => {
        state.groups.set(
          "model-builders",
          groupOf({
            groupId: scene.ids.unique("AGPA", state.awsAccountId, "model-builders"),
            groupName: "model-builders",
            createdAt: at,
            attachedPolicies: [awsManaged("AmazonBedrockLimitedAccess")],
            inlinePolicies: [inlinePolicy("training-data", ["s3:GetObject", "s3:ListBucket"])],
          }),
        );
      },
    },
    {
      account: "legacy",
      day: 271,
      what: "inline policy of group self-service replaced",
      calls: [iamCall("PutGroupPolicy", { groupName: "self-service", policyName: "manage-own-mfa" }, "self-service")],
      apply: (state) => {
        namedGroup(state, "self-service").inlinePolicies = [
          inlinePolicy("manage-own-mfa", ["iam:EnableMFADevice", "iam:ResyncMFADevice", "iam:ListMFADevices"]),
        ];
      },
    },
  ];
}

function namedPolicy(state: EmulatedAccount, policyName: string) {
  const policy = state.policies.get(policyName);
  if (!policy) throw new Error(`No policy ${policyName} in ${state.name}`);
  return policy;
}

const ownArn = (account: AccountName, pathAndName: string) =>
  `arn:aws:iam::${accountId(account)}:policy/${pathAndName}`;

type OwnPolicy = Parameters<typeof customerManaged>[1];

/** A call about a version of one of the account's own policies. */
function versionCall(eventName: string, account: AccountName, policyName: OwnPolicy, more: Record<string, unknown>) {
  const { arn } = customerManaged(account, policyName);
  return iamCall(eventName, { policyArn: arn, ...more }, arn);
}

type VersionChange = { account: AccountName; policyName: OwnPolicy; day: number; versionId: string; actions: string[] };

/** A new version becomes the default one when it is made. */
const newVersion = ({ account, policyName, day, versionId, actions }: VersionChange): AccountChange => ({
  account,
  day,
  what: `policy ${policyName} has the new default version ${versionId}`,
  calls: [
    versionCall("CreatePolicyVersion", account, policyName, {
      policyDocument: policyDocument(actions, "*"),
      setAsDefault: true,
    }),
  ],
  apply: (state, at) => {
    const policy = namedPolicy(state, policyName);
    policy.versions.push({ versionId, document: policyDocument(actions, "*"), createdAt: at });
    policy.defaultVersionId = versionId;
  },
});

function policyChanges(scene: Scene): AccountChange[] {
  const deploying = ["cloudformation:*", "s3:*", "ecr:*", "ecs:*", "lambda:*"];
  return [
    ...(["production", "staging"] as const).map((account) =>
      newVersion({ account, policyName: "deploy-stacks", day: 101, versionId: "v2", actions: deploying }),
    ),
    newVersion({
      account: "production",
      policyName: "deploy-stacks",
      day: 209,
      versionId: "v3",
      actions: [...deploying, "iam:PassRole", "iam:CreateRole"],
    }),
    {
      account: "production",
      day: 212,
      what: "policy deploy-stacks went back to version v2",
      calls: [versionCall("SetDefaultPolicyVersion", "production", "deploy-stacks", { versionId: "v2" })],
      apply: (state) => {
        namedPolicy(state, "deploy-stacks").defaultVersionId = "v2";
      },
    },
    newVersion({
      account: "development",
      policyName: "developer-boundary",
      day: 120,
      versionId: "v2",
      actions: ["s3:*", "ec2:*", "lambda:*", "dynamodb:*", "sqs:*", "sns:*", "logs:*", "cloudwatch:*", "bedrock:*"],
    }),
    {
      account: "data",
      day: 197,
      what: "policy invoke-models created",
      calls: [
        iamCall("CreatePolicy", { policyName: "invoke-models", path: "/ai/" }, ownArn("data", "ai/invoke-models")),
      ],
      apply: (state, at) => {
        const document = policyDocument(["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"], "*");
        state.policies.set(
          "invoke-models",
          policyOf({
            policyId: scene.ids.unique("ANPA", state.awsAccountId, "invoke-models"),
            policyName: "invoke-models",
            path: "/ai/",
            createdAt: at,
            description: "Lets programs call models",
            tags: [{ key: "team", value: "data" }],
            versions: [{ versionId: "v1", document, createdAt: at }],
          }),
        );
      },
    },
    groupGains("data", "model-builders", { name: "invoke-models", arn: ownArn("data", "ai/invoke-models") }, 198),
  ];
}

/** The acquired company's identity provider, which nobody renewed, and its password policy, which the programme made stricter. */
function acquiredAccountChanges(): AccountChange[] {
  return [
    {
      account: "legacy",
      day: -1800,
      what: "SAML provider OneLogin created",
      calls: [iamCall("CreateSAMLProvider", { name: "OneLogin" })],
      apply: (state, at) => {
        const validUntil = new Date(at.getTime() + 1460 * MS_PER_DAY);
        state.samlProviders.push(samlProviderOf(state.awsAccountId, { name: "OneLogin", createdAt: at, validUntil }));
      },
    },
    {
      account: "legacy",
      day: 247,
      what: "password policy made stricter",
      calls: [iamCall("UpdateAccountPasswordPolicy", { passwordReusePrevention: 24 })],
      apply: (state) => {
        state.passwordPolicy = passwordPolicyOf({ reusePrevention: 24 });
      },
    },
    {
      account: "sandbox",
      day: -130,
      what: "virtual MFA device created and not assigned",
      calls: [iamCall("CreateVirtualMFADevice", { virtualMFADeviceName: "trying-things-out" })],
      apply: (state) => {
        state.unassignedMfaDevices.push({ serialNumber: `arn:aws:iam::${state.awsAccountId}:mfa/trying-things-out` });
      },
    },
  ];
}

/** What happens to an account's groups, policies, certificates and providers, apart from its users and roles. */
export function accountStory(scene: Scene): StoryLine {
  return {
    changes: [
      ...serverCertificateChanges(scene),
      ...emptyProfiles(scene),
      ...groupChanges(scene),
      ...policyChanges(scene),
      ...acquiredAccountChanges(),
    ],
  };
}
