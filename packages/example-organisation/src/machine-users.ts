import { ACCOUNTS, type AccountName, accountId, COMPANY_DOMAIN } from "./accounts.ts";
import { awsManaged, customerManaged, inlinePolicy } from "./groups-and-policies.ts";
import { MACHINE_COURSES, type MachineCourse } from "./machine-courses.ts";
import { dayOf } from "./person-courses.ts";
import type { RolePlan, Scene, StoryLine, UserPlan } from "./plans.ts";
import { type Random, randomOf } from "./random.ts";
import type { ServiceSet } from "./services.ts";
import { trustPodIdentity, trustService } from "./trust.ts";

const HOUR = 1;
const DAY = 24;
const WEEK = 168;
const MONTH = 730;
const QUARTER = 2190;

type MachineUser = readonly [
  userName: string,
  account: AccountName,
  course: MachineCourse,
  everyHours: number,
  services: ServiceSet,
  team: string,
];

/** Programs, jobs and scripts that hold keys. */
const MACHINE_USERS: readonly MachineUser[] = [
  ["svc-route-planner", "production", "roleInProgramme", HOUR, "application", "routing"],
  ["svc-label-printer", "production", "roleInProgramme", HOUR, "messaging", "warehouse"],
  ["svc-customs-gateway", "production", "roleInProgramme", 2, "application", "tracking"],
  ["svc-parcel-events", "production", "roleInProgramme", HOUR, "messaging", "tracking"],
  ["svc-dock-scheduler", "production", "roleInProgrammeUserStays", HOUR, "database", "warehouse"],
  ["svc-geo-index", "production", "roleInProgramme", 4, "application", "routing"],
  ["svc-notify-drivers", "production", "roleEarly", HOUR, "messaging", "mobile"],
  ["svc-invoice-render", "production", "roleInProgramme", DAY, "storage", "finance"],
  ["svc-tariff-import", "production", "rotates", DAY, "storage", "finance"],
  ["svc-eta-predictor", "production", "rotates", HOUR, "application", "routing"],
  ["svc-yard-camera", "production", "rotates", HOUR, "storage", "warehouse"],
  ["svc-fleet-telemetry", "production", "rotates", HOUR, "warehouse", "tracking"],
  ["svc-pricing", "production", "rotatesInProgramme", HOUR, "database", "finance"],
  ["svc-returns", "production", "rotatesInProgramme", 2, "application", "warehouse"],
  ["svc-claims", "production", "rotatesInProgramme", 8, "application", "support"],
  ["svc-track-page", "production", "old", HOUR, "website", "tracking"],
  ["svc-edi-bridge", "production", "twins", 2, "application", "tracking"],
  ["svc-manifest-v1", "production", "unused", DAY, "storage", "tracking"],
  ["svc-sms-gateway", "production", "switchedBackOn", HOUR, "messaging", "mobile"],
  ["svc-route-planner", "staging", "roleInProgramme", 4, "application", "routing"],
  ["svc-label-printer", "staging", "roleInProgramme", 8, "messaging", "warehouse"],
  ["svc-customs-gateway", "staging", "retiredInProgramme", DAY, "application", "tracking"],
  ["svc-parcel-events", "staging", "roleEarly", 8, "messaging", "tracking"],
  ["svc-geo-index", "staging", "rotatesInProgramme", DAY, "application", "routing"],
  ["svc-eta-predictor", "staging", "rotates", DAY, "application", "routing"],
  ["svc-load-test", "staging", "retiredEarly", WEEK, "application", "platform"],
  ["svc-synthetic-check", "staging", "rotates", HOUR, "website", "platform"],
  ["svc-screenshots", "staging", "retiredInProgramme", WEEK, "storage", "mobile"],
  ["svc-seed-data", "staging", "mothballed", WEEK, "database", "platform"],
  ["svc-contract-tests", "staging", "retiredInProgramme", DAY, "application", "platform"],
  ["dev-route-planner", "development", "retiredInProgramme", DAY, "application", "routing"],
  ["dev-localstack-mirror", "development", "retiredEarly", DAY, "storage", "platform"],
  ["dev-queue-replay", "development", "rotates", DAY, "messaging", "tracking"],
  ["dev-feature-flags", "development", "rotates", HOUR, "database", "mobile"],
  ["dev-map-tiles", "development", "rotatesInProgramme", WEEK, "storage", "routing"],
  ["dev-fixtures", "development", "retiredEarly", DAY, "storage", "platform"],
  ["dev-old-demo", "development", "noCredential", DAY, "storage", "mobile"],
  ["dev-hackathon-2022", "development", "unused", DAY, "storage", "research"],
  ["dev-shared-laptop", "development", "twins", DAY, "abroad", "mobile"],
  ["dev-postman", "development", "inNameOnly", DAY, "application", "mobile"],
  ["etl-orders-nightly", "data", "rotatesInProgramme", DAY, "warehouse", "data"],
  ["etl-shipments-hourly", "data", "roleInProgramme", HOUR, "warehouse", "data"],
  ["etl-carrier-scores", "data", "roleInProgramme", WEEK, "warehouse", "data"],
  ["etl-customs-monthly", "data", "rotates", MONTH, "warehouse", "data"],
  ["etl-quarter-close", "data", "old", QUARTER, "warehouse", "finance"],
  ["etl-emissions-report", "data", "rotatesInProgramme", MONTH, "analyst", "data"],
  ["etl-dead-letter", "data", "mothballed", DAY, "messaging", "data"],
  ["bi-dashboard", "data", "roleInProgrammeUserStays", HOUR, "analyst", "data"],
  ["bi-extract-weekly", "data", "rotatesInProgramme", WEEK, "analyst", "data"],
  ["ml-training-runner", "data", "roleEarly", DAY, "scientist", "research"],
  ["ml-feature-sync", "data", "rotates", HOUR, "scientist", "research"],
  ["backup-nas-01", "shared", "roleInProgrammeUserStays", DAY, "storage", "platform"],
  ["backup-nas-02", "shared", "rotatesInProgramme", DAY, "storage", "platform"],
  ["backup-vault-weekly", "shared", "rotates", WEEK, "storage", "platform"],
  ["erp-export", "shared", "old", DAY, "storage", "finance"],
  ["erp-month-end", "shared", "rotatesInProgramme", MONTH, "storage", "finance"],
  ["warehouse-plc-bridge", "shared", "rotatesInProgramme", HOUR, "messaging", "warehouse"],
  ["dns-updater", "shared", "retiredInProgramme", WEEK, "platform", "platform"],
  ["cert-renewal", "shared", "rotates", WEEK, "platform", "platform"],
  ["ami-builder", "shared", "roleEarly", WEEK, "infrastructure", "platform"],
  ["registry-mirror", "shared", "roleInProgramme", DAY, "deployment", "platform"],
  ["inventory-script", "shared", "twins", WEEK, "monitoring", "platform"],
  ["jenkins-master", "shared", "retiredEarly", HOUR, "deployment", "platform"],
  ["nagios-checks", "shared", "retiredInProgramme", HOUR, "monitoring", "platform"],
  ["audit-evidence-quarterly", "security", "rotates", QUARTER, "auditor", "security"],
  ["siem-forwarder", "security", "roleInProgrammeUserStays", HOUR, "storage", "security"],
  ["log-shipper", "logs", "roleInProgramme", HOUR, "storage", "security"],
  ["log-restore-test", "logs", "rotates", QUARTER, "storage", "security"],
  ["cost-report-monthly", "management", "rotates", MONTH, "finance", "finance"],
  ["org-inventory", "management", "retiredInProgramme", WEEK, "finance", "platform"],
  ["playground-bot", "sandbox", "retiredEarly", DAY, "developer", "research"],
  ["notebook-export", "sandbox", "retiredEarly", DAY, "storage", "research"],
  ["terraform-experiment", "sandbox", "noCredential", DAY, "infrastructure", "research"],
  ["pw-web", "legacy", "old", HOUR, "website", "parcelwise"],
  ["pw-batch", "legacy", "retiredInProgramme", DAY, "storage", "parcelwise"],
  ["pw-labels", "legacy", "rotatesInProgramme", HOUR, "application", "parcelwise"],
  ["pw-orders", "legacy", "rotatesInProgramme", HOUR, "database", "parcelwise"],
  ["pw-backup", "legacy", "rotatesInProgramme", DAY, "storage", "parcelwise"],
  ["pw-reporting", "legacy", "old", MONTH, "analyst", "parcelwise"],
  ["pw-deploy", "legacy", "retiredInProgramme", DAY, "deployment", "parcelwise"],
  ["pw-unknown-1", "legacy", "retiredInProgramme", WEEK, "storage", "parcelwise"],
  ["pw-ftp", "legacy", "mothballed", DAY, "storage", "parcelwise"],
  ["pw-trial", "legacy", "noCredential", DAY, "storage", "parcelwise"],
];

/** Made by CloudFormation, which made them all alike: one reader and one writer for each bucket of the old ingest. */
const STACK_BUCKETS = ["intake", "labels", "scans", "invoices", "proofs", "tariffs", "exports", "archive"] as const;

function userOf(scene: Scene, row: MachineUser): { user: UserPlan; roles: RolePlan[] } {
  const [userName, account, course, everyHours, services, team] = row;
  const random = randomOf(scene.seed, "machine", account, userName);
  const joinedDay = Math.max(-random.int(200, 2250), 30 - ACCOUNTS[account].createdDaysBefore);
  const life: ReturnType<(typeof MACHINE_COURSES)[MachineCourse]> & {
    role?: { createdDay: number; usedFromDay: number };
    deletedDay?: number;
  } = MACHINE_COURSES[course]({ random, joinedDay, rhythm: { everyHours, services } });
  const user: UserPlan = {
    account,
    userName,
    path: random.next() < 0.4 ? "/service/" : "/",
    createdDay: Math.min(joinedDay, ...life.keys.map((key) => key.createdDay)),
    deletedDay: life.deletedDay,
    tags: random.pick([
      [
        { key: "team", value: team },
        { key: "owner", value: `${team}@${COMPANY_DOMAIN}` },
      ],
      [
        { key: "team", value: team },
        { key: "CreatedBy", value: "terraform" },
      ],
      [
        { key: "owner", value: `${team}@${COMPANY_DOMAIN}` },
        { key: "CreatedBy", value: `arn:aws:iam::${accountId(account)}:user/admin` },
      ],
      [],
    ]),
    attached:
      random.next() < 0.3 ? [customerManaged(account, "legacy-everything")] : [awsManaged("AmazonS3FullAccess")],
    inline: [inlinePolicy(`${userName}-access`, ["sqs:*", "dynamodb:*"])],
    keys: life.keys,
    changes: [ownerFound(random, userName, team)],
  };
  return { user, roles: life.role ? [successorOf(scene, row, life.role)] : [] };
}

/** The programme asks for an owner of every user: by its end each has one. */
function ownerFound(random: Random, userName: string, team: string): NonNullable<UserPlan["changes"]>[number] {
  return {
    day: dayOf(random, "programme"),
    what: "owner and team tagged",
    calls: [
      {
        eventName: "TagUser",
        resourceNames: [userName],
        requestParameters: {
          userName,
          tags: [
            { key: "team", value: team },
            { key: "owner", value: `${team}@${COMPANY_DOMAIN}` },
          ],
        },
      },
    ],
    apply: (user) => {
      const kept = user.tags.filter(({ key }) => key !== "owner" && key !== "team");
      user.tags = [...kept, { key: "team", value: team }, { key: "owner", value: `${team}@${COMPANY_DOMAIN}` }];
    },
  };
}

/** The role that takes over from a machine user. */
function successorOf(
  scene: Scene,
  [userName, account, , everyHours, services, team]: MachineUser,
  role: { createdDay: number; usedFromDay: number },
): RolePlan {
  const id = accountId(account);
  const trusts = [
    trustService("ecs-tasks.amazonaws.com", {
      ArnLike: { "aws:SourceArn": `arn:aws:ecs:eu-central-1:${id}:*` },
      StringEquals: { "aws:SourceAccount": id },
    }),
    trustPodIdentity(id, `${account}-main`, team, userName),
    trustService("lambda.amazonaws.com", { StringEquals: { "aws:SourceAccount": id } }),
  ];
  return {
    account,
    roleName: `${userName}-role`,
    createdDay: role.createdDay,
    description: `Takes over from user ${userName}`,
    trust: randomOf(scene.seed, "successor", userName).pick(trusts),
    tags: [
      { key: "team", value: team },
      { key: "replaces-user", value: userName },
    ],
    inline: [inlinePolicy("access", ["s3:*", "sqs:*", "dynamodb:*"])],
    usage: [{ fromDay: role.usedFromDay, untilDay: null, everyHours, services }],
  };
}

const STACK_USERS = [
  { kind: "Reader", action: "s3:GetObject", everyHours: DAY },
  { kind: "Writer", action: "s3:PutObject", everyHours: HOUR },
] as const;

/** What becomes of the stacks' keys, bucket by bucket. */
const STACK_COURSES: readonly MachineCourse[] = [
  "rotates",
  "rotates",
  "rotates",
  "retiredInProgramme",
  "retiredInProgramme",
  "retiredInProgramme",
  "rotatesInProgramme",
  "rotatesInProgramme",
];

function stackUsers(scene: Scene): UserPlan[] {
  return STACK_BUCKETS.flatMap((bucket, index) =>
    STACK_USERS.map(({ kind, action, everyHours }): UserPlan => {
      const stack = `ingest-${bucket}`;
      const joinedDay = -560 - index * 25;
      const random = randomOf(scene.seed, stack, kind);
      const { keys } = MACHINE_COURSES[STACK_COURSES[index]!]({
        random,
        joinedDay,
        rhythm: { everyHours, services: "storage" },
      });
      return {
        account: "shared",
        userName: `${stack}-${kind}User-${scene.ids.hex(12, "stack", bucket, kind).toUpperCase()}`,
        createdDay: joinedDay,
        tags: [
          { key: "aws:cloudformation:stack-name", value: stack },
          { key: "aws:cloudformation:logical-id", value: `${kind}User` },
        ],
        inline: [inlinePolicy("bucket", action, `arn:aws:s3:::fernhill-${bucket}/*`)],
        keys,
      };
    }),
  );
}

/** The users of programs, jobs and scripts, and the roles that take over from them. */
export function machineUsers(scene: Scene): StoryLine {
  const made = MACHINE_USERS.map((row) => userOf(scene, row));
  return { users: [...made.map(({ user }) => user), ...stackUsers(scene)], roles: made.flatMap(({ roles }) => roles) };
}
