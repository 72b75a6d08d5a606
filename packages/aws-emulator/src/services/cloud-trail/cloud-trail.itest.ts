import { type Event, LookupEventsCommand, type LookupEventsCommandInput } from "@aws-sdk/client-cloudtrail";
import { CreateAccessKeyCommand, DeleteAccessKeyCommand } from "@aws-sdk/client-iam";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  accessKeyOf,
  accountOf,
  DEFAULT_VENDOR,
  type EmulatedAccount,
  type Emulator,
  organisationOf,
  readerRoleOf,
  roleOf,
  startEmulator,
  trustPolicies,
  type UsagePattern,
  userOf,
} from "../../index.ts";
import { assumeReader, iamClient, longTerm, serviceClients } from "../../testing/clients.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const ACCOUNT = "300000000001";
const MS_PER_DAY = 86_400_000;
const ExternalId = "rolecall-trail";

const used = (services: UsagePattern["services"], given: Partial<UsagePattern> = {}): UsagePattern => ({
  firstAt: new Date("2026-01-01T00:00:00Z"),
  until: null,
  everyHours: 6,
  jitterSeed: 11,
  services,
  ...given,
});

const worker = accessKeyOf("worker", {
  usage: [
    used([
      { service: "ec2", region: "eu-west-1" },
      { service: "s3", region: "N/A" },
      { service: "iam", region: "us-east-1" },
    ]),
  ],
});
const refused = accessKeyOf("refused", {
  usage: [
    used([{ service: "kms", region: "eu-west-1" }], {
      origin: { userAgent: "strange/1.0", sourceIpAddress: "192.0.2.9", errorCode: "AccessDenied" },
    }),
  ],
});
const administrator = accessKeyOf("administrator");
const deploy = roleOf({
  roleName: "deploy",
  trustPolicy: trustPolicies.githubActions(ACCOUNT, "repo:example/web:*"),
  usage: [used([{ service: "ecs", region: "eu-west-1" }], { everyHours: 24 })],
});

const account = (): EmulatedAccount =>
  accountOf({
    awsAccountId: ACCOUNT,
    roles: [readerRoleOf(DEFAULT_VENDOR, { externalId: ExternalId }), deploy],
    users: [
      userOf({ userName: "worker", accessKeys: [worker, refused] }),
      userOf({
        userName: "administrator",
        accessKeys: [administrator],
        inlinePolicies: [
          {
            name: "all",
            document: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
          },
        ],
        password: { createdAt: NOW, lastChangedAt: NOW, usage: [used([], { everyHours: 24 })] },
      }),
    ],
  });

const rotated = {
  at: new Date("2026-05-20T09:00:00.500Z"),
  what: "worker: key rotated",
  apply: () => undefined,
  awsAccountId: ACCOUNT,
  trail: ["CreateAccessKey", "UpdateAccessKey"].map((eventName) => ({
    eventName,
    actorArn: `arn:aws:iam::${ACCOUNT}:user/administrator`,
    resourceNames: [worker.accessKeyId, "worker"],
    requestParameters: { userName: "worker" },
    userAgent: "aws-cli/2.31.18",
    sourceIpAddress: "198.51.100.7",
  })),
};

let emulator: Emulator;
beforeAll(async () => {
  const world = organisationOf({ accounts: [account()], events: [rotated] });
  emulator = await startEmulator({ world, clock: { mode: "fixed", now: NOW } });
});
afterAll(() => emulator.close());

async function clientIn(region: string) {
  const keys = await assumeReader(emulator, { RoleArn: `arn:aws:iam::${ACCOUNT}:role/RolecallReadOnly`, ExternalId });
  return serviceClients(emulator, keys, region).cloudTrail;
}

type Asked = Omit<LookupEventsCommandInput, "LookupAttributes"> & Record<string, unknown>;

async function lookUp(region: string, attribute: [key: string, value: string] | null, asked: Asked = {}) {
  const client = await clientIn(region);
  const LookupAttributes = attribute
    ? [{ AttributeKey: attribute[0] as "EventName", AttributeValue: attribute[1] }]
    : undefined;
  const events: Event[] = [];
  const pages: number[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new LookupEventsCommand({ ...asked, LookupAttributes, NextToken }));
    events.push(...page.Events!);
    pages.push(page.Events!.length);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return { events, pages };
}

const detail = (event: Event | undefined) => JSON.parse(event!.CloudTrailEvent!);
const times = (events: readonly Event[]) => events.map(({ EventTime }) => EventTime!.getTime());

describe("use of a key", () => {
  it("is told for 90 days, newest first, over pages without gap or overlap", async () => {
    const { events, pages } = await lookUp("eu-west-1", ["AccessKeyId", worker.accessKeyId]);
    expect(events.length).toBeGreaterThan(110);
    expect(new Set(events.map(({ EventId }) => EventId)).size).toBe(events.length);
    expect(times(events)).toEqual(times(events).toSorted((a, b) => b - a));
    expect(NOW.getTime() - times(events).at(-1)!).toBeLessThanOrEqual(90 * MS_PER_DAY);
    expect(NOW.getTime() - times(events).at(-1)!).toBeGreaterThan(89 * MS_PER_DAY);
    expect(pages.length).toBeGreaterThan(2);
    const again = await lookUp("eu-west-1", ["AccessKeyId", worker.accessKeyId], { MaxResults: 7 });
    expect(again.events.map(({ EventId }) => EventId)).toEqual(events.map(({ EventId }) => EventId));
  });

  it("is told where it happened: IAM in us-east-1 only, S3 objects nowhere", async () => {
    const sourcesIn = async (region: string) => {
      const { events } = await lookUp(region, ["AccessKeyId", worker.accessKeyId]);
      return new Set(events.map(({ EventSource }) => EventSource));
    };
    expect(await sourcesIn("eu-west-1")).toEqual(new Set(["ec2.amazonaws.com"]));
    expect(await sourcesIn("us-east-1")).toEqual(new Set(["iam.amazonaws.com"]));
    expect(await sourcesIn("eu-central-1")).toEqual(new Set());
  });

  it("names the user, the key, the program, the address and the refusal", async () => {
    const { events } = await lookUp("eu-west-1", ["AccessKeyId", refused.accessKeyId], {
      StartTime: new Date(NOW.getTime() - MS_PER_DAY),
    });
    expect(events[0]).toMatchObject({ Username: "worker", EventSource: "kms.amazonaws.com", ReadOnly: "true" });
    expect(detail(events[0])).toMatchObject({
      userIdentity: {
        type: "IAMUser",
        arn: `arn:aws:iam::${ACCOUNT}:user/worker`,
        accountId: ACCOUNT,
        accessKeyId: refused.accessKeyId,
        userName: "worker",
      },
      sourceIPAddress: "192.0.2.9",
      userAgent: "strange/1.0",
      errorCode: "AccessDenied",
      awsRegion: "eu-west-1",
      eventID: events[0]!.EventId,
    });
  });

  it("can be limited to a span", async () => {
    const span = { StartTime: new Date("2026-05-01T00:00:00Z"), EndTime: new Date("2026-05-03T00:00:00Z") };
    const { events } = await lookUp("eu-west-1", ["AccessKeyId", refused.accessKeyId], span);
    expect(events).toHaveLength(8);
    expect(times(events).every((at) => at >= +span.StartTime && at <= +span.EndTime)).toBe(true);
  });

  it("stays in the trail when the key is deleted over the API, and the deletion is there too", async () => {
    const iam = iamClient(emulator, longTerm(administrator.accessKeyId));
    const doomed = accessKeyOf("doomed", { usage: [used([{ service: "rds", region: "eu-west-2" }])] });
    emulator.mutate((state) => {
      state.accounts.get(ACCOUNT)!.users.get("administrator")!.accessKeys.push(doomed);
    });
    const given = { UserName: "administrator", AccessKeyId: doomed.accessKeyId };
    await iam.send(new DeleteAccessKeyCommand(given));
    expect((await lookUp("eu-west-2", ["AccessKeyId", doomed.accessKeyId])).events.length).toBeGreaterThan(300);
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "administrator" }));
    for (const [name, accessKeyId] of [
      ["DeleteAccessKey", doomed.accessKeyId],
      ["CreateAccessKey", AccessKey!.AccessKeyId!],
    ] as const) {
      const { events } = await lookUp("us-east-1", ["ResourceName", accessKeyId]);
      expect(events).toMatchObject([{ EventName: name, Username: "administrator", EventTime: NOW }]);
    }
  });
});

describe("roles, sign-ins and changes", () => {
  it("tells who assumed a role, and what the session did", async () => {
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/deploy`;
    const { events } = await lookUp("eu-west-1", ["ResourceName", roleArn]);
    expect(events.length).toBeGreaterThanOrEqual(89);
    const opened = detail(events[0]);
    expect(opened).toMatchObject({
      eventName: "AssumeRoleWithWebIdentity",
      userIdentity: { type: "WebIdentityUser", userName: "repo:example/web:main" },
      requestParameters: { roleArn, roleSessionName: "GitHubActions" },
    });
    const { accessKeyId } = opened.responseElements.credentials;
    const session = await lookUp("eu-west-1", ["AccessKeyId", accessKeyId]);
    expect(session.events).toHaveLength(1);
    expect(detail(session.events[0]).userIdentity).toMatchObject({
      type: "AssumedRole",
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/GitHubActions`,
      sessionContext: { sessionIssuer: { arn: roleArn, userName: "deploy" } },
    });
  });

  it("tells sign-ins in us-east-1", async () => {
    const { events } = await lookUp("us-east-1", ["EventName", "ConsoleLogin"]);
    expect(events.length).toBeGreaterThanOrEqual(89);
    expect(detail(events[0])).toMatchObject({
      eventType: "AwsConsoleSignIn",
      userIdentity: { userName: "administrator" },
    });
    expect((await lookUp("eu-west-1", ["EventName", "ConsoleLogin"])).events).toEqual([]);
  });

  it("tells the world's changes once they have happened, with their actor", async () => {
    const { events } = await lookUp("us-east-1", ["ResourceName", worker.accessKeyId]);
    expect(events.map(({ EventName }) => EventName).sort()).toEqual(["CreateAccessKey", "UpdateAccessKey"]);
    expect(events[0]).toMatchObject({
      Username: "administrator",
      ReadOnly: "false",
      EventTime: new Date("2026-05-20T09:00:00Z"),
      Resources: [
        { ResourceType: "AWS::IAM::AccessKey", ResourceName: worker.accessKeyId },
        { ResourceType: "AWS::IAM::User", ResourceName: "worker" },
      ],
    });
    emulator.setNow(new Date("2026-05-19T00:00:00Z"));
    expect((await lookUp("us-east-1", ["ResourceName", worker.accessKeyId])).events).toEqual([]);
    emulator.setNow(NOW);
  });
});

it.each([
  [
    "two attributes",
    { LookupAttributes: [1, 2].map(() => ({ AttributeKey: "EventName" as const, AttributeValue: "A" })) },
    "InvalidLookupAttributesException",
  ],
  ["a span that ends before it begins", { StartTime: NOW, EndTime: new Date(0) }, "InvalidTimeRangeException"],
  ["too large a page", { MaxResults: 51 }, "InvalidMaxResultsException"],
  ["a token of nobody", { NextToken: "abc" }, "InvalidNextTokenException"],
])("refuses %s", async (_, input, name) => {
  const client = await clientIn("us-east-1");
  await expect(client.send(new LookupEventsCommand(input))).rejects.toMatchObject({ name });
});

it("lets two calls a second through in each Region where that limit is switched on", async () => {
  const [here, there] = await Promise.all([clientIn("us-east-1"), clientIn("eu-west-1")]);
  emulator.configure({ limitsLookupEvents: true });
  const calls = [...Array.from({ length: 20 }, () => here), there].map((client) =>
    client.send(new LookupEventsCommand({})),
  );
  const results = await Promise.allSettled(calls);
  emulator.configure({ limitsLookupEvents: false });
  const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason.name] : []));
  expect(refusals.length).toBeGreaterThanOrEqual(1);
  expect(new Set(refusals)).toEqual(new Set(["ThrottlingException"]));
  expect(results.at(-1)!.status).toBe("fulfilled");
  await here.send(new LookupEventsCommand({}));
});
