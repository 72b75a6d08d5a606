import type { EmulatedUser } from "@rolecall/aws-emulator";
import type { AccountName } from "./story/accounts.ts";

/** A user that shows a row of the table "signal -> migration target", and what of it can be seen in `month`. */
type UserCoverage = {
  row: string;
  account: AccountName;
  userName: string;
  month: number;
  shows: (user: EmulatedUser) => boolean;
};

const hasActiveKey = (user: EmulatedUser) => user.accessKeys.some(({ status }) => status === "Active");
const hasKeyFor =
  (...services: string[]) =>
  (user: EmulatedUser) =>
    hasActiveKey(user) &&
    user.accessKeys
      .flatMap(({ usage }) => usage.flatMap((pattern) => pattern.services))
      .some(({ service }) => services.includes(service));
const inGroup = (groupName: string) => (user: EmulatedUser) => user.groupNames.includes(groupName);
const hasTag = (key: string) => (user: EmulatedUser) => user.tags.some((tag) => tag.key === key);
const all =
  (...rules: ((user: EmulatedUser) => boolean)[]) =>
  (user: EmulatedUser) =>
    rules.every((rule) => rule(user));
const withoutKeys = (user: EmulatedUser) => user.accessKeys.length === 0;
const attached = (policyName: string) => (user: EmulatedUser) =>
  user.attachedPolicies.some(({ name }) => name === policyName);

export const SIGNAL_COVERAGE: readonly UserCoverage[] = [
  {
    row: "1 break-glass",
    account: "management",
    userName: "break-glass-1",
    month: 12,
    shows: all(hasTag("rolecall:break-glass"), withoutKeys, (user) => user.mfaDevices[0]?.kind === "hardware"),
  },
  {
    row: "2 ses-smtp",
    account: "production",
    userName: "ses-smtp-user.20210614-101522",
    month: 12,
    shows: all(inGroup("AWSSESSendingGroupDoNotRename"), hasKeyFor("ses")),
  },
  {
    row: "3 keyspaces",
    account: "data",
    userName: "keyspaces-sensor-store",
    month: 12,
    shows: all(attached("AmazonKeyspacesFullAccess"), hasKeyFor("cassandra")),
  },
  {
    row: "4 codecommit",
    account: "shared",
    userName: "codecommit-mirror",
    month: 12,
    shows: all(attached("AWSCodeCommitPowerUser"), hasKeyFor("codecommit")),
  },
  {
    row: "5 api-key",
    account: "development",
    userName: "BedrockAPIKey-x4m2",
    month: 12,
    shows: all(attached("AmazonBedrockLimitedAccess"), withoutKeys),
  },
  {
    row: "6 person",
    account: "production",
    userName: "solveig.brandal",
    month: 12,
    shows: all((user) => user.password !== null, withoutKeys),
  },
  {
    row: "7 ci",
    account: "production",
    userName: "github-actions-web",
    month: 1,
    shows: all(inGroup("deployers"), hasKeyFor("cloudformation")),
  },
  { row: "8 workload", account: "production", userName: "svc-route-planner", month: 6, shows: hasKeyFor("sqs") },
  { row: "9 vendor", account: "data", userName: "fivetran", month: 12, shows: all(hasTag("vendor"), hasActiveKey) },
  { row: "10 on-premises", account: "shared", userName: "backup-nas-02", month: 12, shows: hasKeyFor("s3") },
  {
    row: "11 springboard",
    account: "shared",
    userName: "ops-springboard",
    month: 12,
    shows: all(inGroup("springboard"), hasKeyFor("sts")),
  },
  {
    row: "12 dead",
    account: "development",
    userName: "dev-old-demo",
    month: 12,
    shows: all(withoutKeys, (user) => user.password === null),
  },
  {
    row: "13 both",
    account: "data",
    userName: "katrin.almhof",
    month: 12,
    shows: all((user) => user.password !== null, hasActiveKey),
  },
  {
    row: "else",
    account: "development",
    userName: "dev-shared-laptop",
    month: 12,
    shows: (user) => user.accessKeys.filter(({ status }) => status === "Active").length === 2,
  },
];
