import { COMPANY_DOMAIN } from "./accounts.ts";
import { awsManaged, inlinePolicy } from "./groups-and-policies.ts";
import * as keyLines from "./key-lines.ts";
import type { UserPlan } from "./plans.ts";
import { randomOf } from "./random.ts";

/** A name that was deleted and made anew for somebody else: two users in the eyes of AWS. */
const INTERN = {
  account: "development",
  userName: "intern",
  tags: [{ key: "team", value: "research" }],
  groups: ["developers"],
} as const;

export const recreatedUsers: readonly UserPlan[] = [
  {
    ...INTERN,
    createdDay: -420,
    deletedDay: 152,
    keys: keyLines.forgotten(-420, { everyHours: 24, services: "developer" }, 60),
  },
  {
    ...INTERN,
    generation: 2,
    createdDay: 186,
    tags: [{ key: "owner", value: `research@${COMPANY_DOMAIN}` }],
    keys: keyLines.steady(186, { everyHours: 8, services: "scientist" }),
  },
];

const QUARANTINE = awsManaged("AWSCompromisedKeyQuarantineV2");

/**
 * A key that the acquired company had shipped within its app: AWS put the user into quarantine, somebody turned the key off, and
 * nobody ever cleared the user up.
 */
const quarantinedUser: UserPlan = {
  account: "legacy",
  userName: "pw-driver-app",
  createdDay: -1500,
  attached: [awsManaged("AmazonS3FullAccess")],
  keys: keyLines.mothballed(-1500, { everyHours: 6, services: "storage" }, -979),
  changes: [
    {
      day: -980,
      what: `AWS attached ${QUARANTINE.name}`,
      apply: (user) => void user.attachedPolicies.push({ ...QUARANTINE }),
      calls: [
        {
          eventName: "AttachUserPolicy",
          resourceNames: [QUARANTINE.arn, "pw-driver-app"],
          requestParameters: { userName: "pw-driver-app", policyArn: QUARANTINE.arn },
          by: "aws",
        },
      ],
    },
  ],
};

/** Names and tags that are lawful at AWS and trouble elsewhere: formulas for spreadsheets, other alphabets, odd cases. */
export const oddUsers: readonly UserPlan[] = [
  {
    account: "sandbox",
    userName: "=cmd+calc.exe",
    createdDay: -300,
    tags: [{ key: "owner", value: "=1+1" }],
    keys: keyLines.neverUsed(-300),
  },
  { account: "sandbox", userName: "@SUM", createdDay: -299, tags: [{ key: "team", value: "+ -" }] },
  { account: "sandbox", userName: "-2+3", createdDay: -298 },
  {
    account: "sandbox",
    userName: "ZAPHOD.Legacy_User",
    createdDay: -1200,
    path: "/old/imports/2021/",
    tags: [{ key: "OWNER", value: "" }],
    password: { createdDay: -1200, usage: [], noInformation: true },
  },
  {
    account: "development",
    userName: "lab.device-07",
    createdDay: -410,
    tags: [
      { key: "owner", value: "Zoë Müller" },
      { key: "équipe", value: "物流システム部" },
      { key: "Beschreibung", value: "Prüfgerät Ø 12 - Łódź" },
    ],
  },
  {
    account: "legacy",
    userName: "Administrator",
    createdDay: -3600,
    groups: ["administrators"],
    password: {
      createdDay: -3600,
      usage: [{ fromDay: -3600, untilDay: null, everyHours: 300, services: "console" }],
    },
    keys: keyLines.twins(-2100, { everyHours: 24, services: "infrastructure" }, randomOf("administrator")),
  },
  {
    account: "legacy",
    userName: "soap-order-export",
    createdDay: -4270,
    path: "/old/imports/2014/",
    inline: [inlinePolicy("order-export", ["sqs:SendMessage", "sdb:*"])],
    signingCertificates: [{ uploadedDay: -4269 }, { uploadedDay: -4100, changes: [{ day: -2900, to: "Inactive" }] }],
  },
  {
    account: "lab",
    userName: "lab.admin",
    createdDay: -600,
    groups: ["administrators"],
    password: { createdDay: -600, usage: [{ fromDay: -600, untilDay: null, everyHours: 400, services: "console" }] },
    mfa: [{ kind: "virtual", day: -600 }],
    keys: keyLines.steady(-598, { everyHours: 100, services: "developer" }),
  },
  {
    account: "lab",
    userName: "robot-arm",
    createdDay: -350,
    keys: keyLines.steady(-350, { everyHours: 12, services: "messaging" }),
  },
  quarantinedUser,
  { account: "lab", userName: "demo-2024", createdDay: -310, keys: keyLines.neverUsed(-310) },
];
