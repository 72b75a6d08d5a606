import type { EmulatedMfaDevice } from "@rolecall/aws-emulator";
import { type AccountName, COMPANY_DOMAIN } from "./accounts.ts";
import { monthDay } from "./calendar.ts";
import { awsManaged, customerManaged, inlinePolicy } from "./groups-and-policies.ts";
import * as keyLines from "./key-lines.ts";
import { oddUsers, recreatedUsers } from "./odd-users.ts";
import type { Scene, ServiceCredentialPlan, StoryLine, UserPlan } from "./plans.ts";
import { randomOf } from "./random.ts";
import type { PlannedCall } from "./trail.ts";

const LEAKED_DAY = monthDay(9) + 3;
const QUARANTINE = awsManaged("AWSCompromisedKeyQuarantineV3");

const LEAKED_USER = "svc-partner-feed";

const quarantineCall = (eventName: string): PlannedCall => ({
  eventName,
  resourceNames: [QUARANTINE.arn, LEAKED_USER],
  requestParameters: { userName: LEAKED_USER, policyArn: QUARANTINE.arn },
});

/** Break-glass users: a password and strong MFA, no key, tried every quarter. */
function breakGlassUsers(): UserPlan[] {
  const rows: readonly [AccountName, string, EmulatedMfaDevice["kind"]][] = [
    ["management", "break-glass-1", "hardware"],
    ["management", "break-glass-2", "fido"],
    ["production", "break-glass-1", "hardware"],
    ["security", "emergency-access", "hardware"],
  ];
  return rows.map(([account, userName, kind]) => ({
    account,
    userName,
    path: "/break-glass/",
    createdDay: -700,
    tags: [
      { key: "rolecall:break-glass", value: "true" },
      { key: "owner", value: `security@${COMPANY_DOMAIN}` },
    ],
    groups: ["administrators"],
    password: {
      createdDay: -700,
      changedDays: [-330, 40],
      usage: [{ fromDay: -680, untilDay: null, everyHours: 2190, services: "console" }],
    },
    mfa: [{ kind, day: -700 }, ...(account === "management" ? [{ kind: "fido" as const, day: 45 }] : [])],
  }));
}

/** SES SMTP users: their SMTP password is made from the secret key, so they cannot do without one. */
function mailUsers(scene: Scene): UserPlan[] {
  const rows: readonly [account: AccountName, suffix: string, life: "old" | "rotated"][] = [
    ["production", "20210614-101522", "old"],
    ["production", "20230309-144007", "rotated"],
    ["staging", "20220822-093115", "old"],
    ["legacy", "20190411-161245", "old"],
  ];
  return rows.map(([account, suffix, life]) => {
    const random = randomOf(scene.seed, "mail", account, suffix);
    const rhythm = { everyHours: 1, services: "mail" as const };
    const createdDay = -random.int(700, 1500);
    return {
      account,
      userName: `ses-smtp-user.${suffix}`,
      createdDay,
      groups: ["AWSSESSendingGroupDoNotRename"],
      inline: [inlinePolicy("AmazonSesSendingAccess", "ses:SendRawEmail")],
      keys:
        life === "old"
          ? keyLines.steady(createdDay, rhythm)
          : keyLines.rotated({ firstDay: -40, startsDay: 42, everyDays: 82, rhythm, random }),
    };
  });
}

/** A long-term API key for Bedrock; without a lifetime it never expires. */
const bedrockKey = (createdDay: number, lifetimeDays?: number): ServiceCredentialPlan => ({
  serviceName: "bedrock.amazonaws.com",
  createdDay,
  ...(lifetimeDays === undefined ? {} : { lifetimeDays }),
  usage: [{ fromDay: createdDay, untilDay: null, everyHours: 3, services: "bedrock" }],
});

/** Users that exist for one service's own credential. */
function serviceCredentialUsers(): UserPlan[] {
  return [
    {
      account: "data",
      userName: "keyspaces-sensor-store",
      createdDay: -480,
      tags: [{ key: "team", value: "tracking" }],
      attached: [awsManaged("AmazonKeyspacesFullAccess")],
      keys: keyLines.steady(-480, { everyHours: 6, services: "keyspaces" }),
      serviceCredentials: [
        {
          serviceName: "cassandra.amazonaws.com",
          createdDay: -479,
          usage: [{ fromDay: -478, untilDay: 150, everyHours: 1, services: "keyspaces" }],
          changes: [{ day: 152, to: "Inactive" }],
        },
        {
          serviceName: "cassandra.amazonaws.com",
          createdDay: 145,
          usage: [{ fromDay: 150, untilDay: null, everyHours: 1, services: "keyspaces" }],
        },
      ],
    },
    {
      account: "shared",
      userName: "codecommit-mirror",
      createdDay: -1300,
      tags: [{ key: "team", value: "platform" }],
      attached: [awsManaged("AWSCodeCommitPowerUser")],
      keys: keyLines.steady(-1300, { everyHours: 24, services: "codecommit" }),
      sshKeys: [
        {
          uploadedDay: -1290,
          usage: [{ fromDay: -1289, untilDay: null, everyHours: 12, services: "codecommit" }],
        },
      ],
      serviceCredentials: [
        {
          serviceName: "codecommit.amazonaws.com",
          createdDay: -1100,
          usage: [{ fromDay: -1099, untilDay: -300, everyHours: 24, services: "codecommit" }],
          changes: [{ day: 262, to: "Inactive" }],
          deletedDay: 276,
        },
      ],
    },
    {
      account: "development",
      userName: "BedrockAPIKey-x4m2",
      createdDay: 118,
      attached: [awsManaged("AmazonBedrockLimitedAccess")],
      serviceCredentials: [bedrockKey(118, 30)],
    },
    {
      account: "data",
      userName: "BedrockAPIKey-9kd7",
      createdDay: 201,
      attached: [awsManaged("AmazonBedrockLimitedAccess")],
      serviceCredentials: [{ ...bedrockKey(201, 90), deletedDay: 310 }, bedrockKey(289, 90)],
    },
    {
      account: "sandbox",
      userName: "BedrockAPIKey-c1v8",
      createdDay: 300,
      attached: [awsManaged("AmazonBedrockLimitedAccess")],
      serviceCredentials: [bedrockKey(300)],
    },
  ];
}

/** Users that only assume roles; their own rights are one action. */
function springboardUsers(scene: Scene): UserPlan[] {
  return (["ops-springboard", "contractor-springboard", "oncall-springboard"] as const).map(
    (userName, index): UserPlan => {
      const random = randomOf(scene.seed, "springboard", userName);
      const rhythm = { everyHours: 24, services: "sts" as const };
      return {
        account: "shared",
        userName,
        createdDay: -900,
        groups: ["springboard"],
        attached: [customerManaged("shared", "assume-workload-roles")],
        keys: index === 1 ? keyLines.retired(-900, rhythm, 255, random) : keyLines.steady(-900 + index, rhythm),
        mfa: index === 0 ? [{ kind: "virtual", day: -890 }] : [],
      };
    },
  );
}

/** The key that leaked: quarantined by AWS within the hour, deactivated the next day, deleted a week later. */
const leakedUser = (): UserPlan => ({
  account: "production",
  userName: LEAKED_USER,
  createdDay: -640,
  tags: [
    { key: "team", value: "tracking" },
    { key: "owner", value: `tracking@${COMPANY_DOMAIN}` },
  ],
  attached: [awsManaged("AmazonS3FullAccess"), awsManaged("AmazonSQSFullAccess")],
  keys: [
    {
      createdDay: -640,
      usage: [
        { fromDay: -640, untilDay: LEAKED_DAY + 1, everyHours: 2, services: "application" },
        { fromDay: LEAKED_DAY, untilDay: LEAKED_DAY + 1, everyHours: 0.5, services: "thief" },
      ],
      changes: [{ day: LEAKED_DAY + 1, to: "Inactive" }],
      deletedDay: LEAKED_DAY + 8,
    },
    {
      createdDay: LEAKED_DAY + 1,
      usage: [{ fromDay: LEAKED_DAY + 1, untilDay: null, everyHours: 2, services: "application" }],
    },
  ],
  changes: [
    {
      day: LEAKED_DAY,
      what: "AWS attached AWSCompromisedKeyQuarantineV3",
      apply: (user) => void user.attachedPolicies.push({ ...QUARANTINE }),
      calls: [{ ...quarantineCall("AttachUserPolicy"), by: "aws" }],
    },
    {
      day: LEAKED_DAY + 12,
      what: "AWSCompromisedKeyQuarantineV3 detached",
      calls: [quarantineCall("DetachUserPolicy")],
      apply: (user) => {
        user.attachedPolicies = user.attachedPolicies.filter(({ arn }) => arn !== QUARANTINE.arn);
      },
    },
  ],
});

/** A person's user that is a machine's too: a password and a key that a nightly job uses. */
const splitUser = (): UserPlan => ({
  account: "data",
  userName: "katrin.almhof",
  createdDay: -1000,
  tags: [{ key: "email", value: `katrin.almhof@${COMPANY_DOMAIN}` }],
  groups: ["data-engineers"],
  password: {
    createdDay: -1000,
    changedDays: [-400, 120],
    usage: [{ fromDay: -1000, untilDay: null, everyHours: 72, services: "console" }],
  },
  mfa: [{ kind: "virtual", day: -990 }],
  keys: keyLines.steady(-830, { everyHours: 24, services: "warehouse" }),
});

/** Somebody who has only ever used the console, and without MFA. */
const consoleUser = (): UserPlan => ({
  account: "production",
  userName: "solveig.brandal",
  createdDay: -860,
  tags: [{ key: "email", value: `solveig.brandal@${COMPANY_DOMAIN}` }],
  groups: ["support", "self-service"],
  password: {
    createdDay: -860,
    changedDays: [-500],
    usage: [{ fromDay: -860, untilDay: null, everyHours: 20, services: "console" }],
  },
});

/** A plugin of a website on somebody else's server: a key, and no way to use a role. */
const wordPressUser = (): UserPlan => ({
  account: "legacy",
  userName: "wordpress-offload-media",
  createdDay: -1100,
  tags: [{ key: "owner", value: "marketing@parcelwise.example" }],
  attached: [awsManaged("AmazonS3FullAccess")],
  keys: keyLines.steady(-1100, { everyHours: 1, services: "storage" }),
});

/** Users that do not fit any table: each shows one situation that Rolecall has to recognise. */
export function specialUsers(scene: Scene): StoryLine {
  return {
    users: [
      ...breakGlassUsers(),
      ...mailUsers(scene),
      ...serviceCredentialUsers(),
      ...springboardUsers(scene),
      leakedUser(),
      ...recreatedUsers,
      ...oddUsers,
      splitUser(),
      consoleUser(),
      wordPressUser(),
    ],
  };
}
