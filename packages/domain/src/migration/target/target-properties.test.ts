import fc from "fast-check";
import { expect, test } from "vitest";
import type { MigrationFacts, MovedCredential, Observed } from "./facts.ts";
import { AS_OF, factsOf, type GivenUser } from "./given-user-fixture.ts";
import { proposeTarget } from "./propose-target.ts";
import { Confidence, type MigrationTarget, TARGETS } from "./target.ts";

const NAMES = [
  "svc-a",
  "github-web",
  "gitlab.com",
  "ann.lee",
  "ann@x.example",
  "ses-smtp-user.1",
  "break-glass",
  "vercel-app",
  "velero",
  "datadog",
  "BedrockAPIKey-1",
];
const AGENTS = [
  "Mozilla/5.0 (X11; Linux x86_64)",
  "aws-sdk-js/3 configure-aws-credentials-for-github-actions",
  "aws-cli/2 exec-env/gitlab-runner",
  "Boto3/1 exec-env/AWS_Lambda_python3.12",
  "Boto3/1 exec-env/AWS_ECS_FARGATE",
  "aws-cli/2 Linux/5.10.1.amzn2.x86_64",
  "aws-cli/2 Linux/6.5.0-1025-azure",
  "APN/1.0 HashiCorp/1.0 Terraform/1.5.7 os/macos",
  "APN/1.0 HashiCorp/1.0 Terraform/1.5.7 os/linux",
  "Cyberduck/8.7.1",
  "rclone/v1.66.0",
  "Boto3/1.34",
];
const SERVICES = ["s3", "ses", "sts", "route53", "ec2"];

const text = fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: "binary" }));
const when = fc.constantFrom(null, new Date("2026-05-01T00:00:00Z"), new Date("2025-01-01T00:00:00Z"));
const credential: fc.Arbitrary<MovedCredential> = fc.record({
  kind: fc.constantFrom("access_key", "console_password", "ssh_public_key", "api_key", "service_specific_credential"),
  status: fc.constantFrom("active", "inactive", "expired"),
  serviceName: fc.constantFrom(null, "codecommit.amazonaws.com", "cassandra.amazonaws.com", "bedrock.amazonaws.com"),
  name: fc.option(text),
  rhythm: fc.constantFrom("daily", "weekly", "monthly", "quarterly", "irregular", "none", "unknown"),
  isQuiet: fc.constantFrom(true, false, null),
  lastUsedAt: when,
  lastUsedService: fc.option(fc.constantFrom(...SERVICES)),
});
const seen = (value: fc.Arbitrary<string>): fc.Arbitrary<Observed[]> =>
  fc.uniqueArray(
    fc.record({
      value,
      events: fc.constant(3),
      refused: fc.constantFrom(0, 1, 3, null),
      lastAt: fc.constantFrom(AS_OF, new Date("2026-05-01T00:00:00Z")),
    }),
    { maxLength: 4, selector: ({ value: of }) => of },
  );
const facts: fc.Arbitrary<MigrationFacts> = fc.record({
  userName: text,
  path: fc.oneof(fc.constant("/"), fc.string()),
  tags: fc.uniqueArray(
    fc.record({
      key: fc.constantFrom("vendor", "Type", "rolecall:break-glass", "owner"),
      value: fc.oneof(fc.constant("human"), fc.string()),
    }),
    { maxLength: 3, selector: ({ key }) => key },
  ),
  groupNames: fc.uniqueArray(fc.constantFrom("AWSSESSendingGroupDoNotRename", "CI", "admins"), { maxLength: 3 }),
  hasConsolePassword: fc.constantFrom(true, false, null),
  hasMfa: fc.constantFrom(true, false, null),
  credentials: fc.array(credential, { maxLength: 4 }),
  allowedServices: fc.option(fc.uniqueArray(fc.constantFrom(...SERVICES))),
  conditionKeys: fc.option(fc.uniqueArray(fc.constantFrom("aws:multifactorauthpresent", "aws:sourceip"))),
  providerArns: fc.option(
    fc.uniqueArray(
      fc.constantFrom(
        "arn:aws:iam::1:saml-provider/Okta",
        "arn:aws:iam::1:saml-provider/AWSSSO_1_DO_NOT_DELETE",
        "arn:aws:iam::1:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A",
      ),
    ),
  ),
  observed: fc.option(
    fc.record({
      lookedUpAt: fc.constant(AS_OF),
      userAgents: seen(fc.oneof(fc.constantFrom(...AGENTS), fc.string())),
      sourceIpAddresses: seen(fc.constantFrom("198.51.100.7", "10.0.3.17", "cloudformation.amazonaws.com")),
      services: seen(fc.constantFrom("s3.amazonaws.com")),
    }),
  ),
});

const rank = (confidence: Confidence): number => Confidence.options.length - Confidence.options.indexOf(confidence);
const each = (check: (given: MigrationFacts) => void) => fc.assert(fc.property(facts, check), { numRuns: 400 });

test("it never throws, whatever the names are, and every answer has a target that exists", () => {
  each((given) => {
    const { target, halves } = proposeTarget(given);
    expect(TARGETS[target]).toBeDefined();
    expect(halves !== null).toBe(target === "split");
  });
});

test("a name alone never gives more than low confidence", () => {
  const nameless = factsOf({ userName: "x", credentials: [{ kind: "access_key" }] });
  fc.assert(
    fc.property(text, fc.oneof(fc.constant("/"), fc.string()), (userName, path) => {
      expect(proposeTarget({ ...nameless, userName, path }).confidence).toBe("low");
    }),
  );
  each((given) => {
    const { confidence, signals } = proposeTarget(given);
    const isEmergency = signals.some(({ target }) => target === "break_glass");
    if (signals.length > 0 && signals.every(({ weight }) => weight === "name") && !isEmergency)
      expect(confidence).toBe("low");
  });
});

/** Each way to take one piece of evidence away. */
function lesser(given: MigrationFacts): MigrationFacts[] {
  const { observed, tags, groupNames } = given;
  const without = <T>(all: readonly T[], index: number): T[] => all.filter((_, at) => at !== index);
  return [
    ...tags.map((_, index) => ({ ...given, tags: without(tags, index) })),
    ...groupNames.map((_, index) => ({ ...given, groupNames: without(groupNames, index) })),
    { ...given, hasMfa: null },
    { ...given, conditionKeys: null },
    { ...given, observed: null },
    ...(observed?.userAgents ?? []).map((_, index) => ({
      ...given,
      observed: observed && { ...observed, userAgents: without(observed.userAgents, index) },
    })),
    ...(observed?.sourceIpAddresses ?? []).map((_, index) => ({
      ...given,
      observed: observed && { ...observed, sourceIpAddresses: without(observed.sourceIpAddresses, index) },
    })),
  ];
}

test("less evidence for a target never makes it surer", () => {
  const against = (given: MigrationFacts) => proposeTarget(given).against.map(({ sentence }) => sentence);
  each((given) => {
    const before = proposeTarget(given);
    for (const less of lesser(given)) {
      const after = proposeTarget(less);
      // What spoke against it is still there: only what spoke for it, or said nothing, was taken away.
      const isFair = after.target === before.target && against(less).join() === against(given).join();
      if (isFair) expect(rank(after.confidence)).toBeLessThanOrEqual(rank(before.confidence));
    }
  });
});

test("the order in which AWS tells it changes nothing", () => {
  const turned = <T>(all: readonly T[]): T[] => all.toReversed();
  each((given) => {
    const { observed } = given;
    const other: MigrationFacts = {
      ...given,
      tags: turned(given.tags),
      groupNames: turned(given.groupNames),
      credentials: turned(given.credentials),
      allowedServices: given.allowedServices && turned(given.allowedServices),
      conditionKeys: given.conditionKeys && turned(given.conditionKeys),
      providerArns: given.providerArns && turned(given.providerArns),
      observed: observed && {
        ...observed,
        userAgents: turned(observed.userAgents),
        sourceIpAddresses: turned(observed.sourceIpAddresses),
        services: turned(observed.services),
      },
    };
    expect(proposeTarget(other)).toEqual(proposeTarget(given));
  });
});

test("what is in use by its rhythm, was not watched for long enough or could not be read is never removed", () => {
  each((given) => {
    const isOpen = given.credentials.some(({ status, isQuiet }) => status === "active" && isQuiet !== true);
    if (isOpen || given.hasConsolePassword === null) expect(proposeTarget(given).target).not.toBe("remove");
  });
});

test("a user that is used every week is not kept for emergencies", () => {
  each((given) => {
    const isRegular = given.credentials.some(
      ({ status, isQuiet, rhythm }) =>
        status === "active" && isQuiet === false && (rhythm === "daily" || rhythm === "weekly"),
    );
    if (isRegular) expect(proposeTarget(given).target).not.toBe("break_glass");
  });
});

test("what AWS refused is no evidence", () => {
  each((given) => {
    const { observed } = given;
    if (!observed) return;
    const refused = { value: "aws-sdk-js/3 configure-aws-credentials-for-github-actions", lastAt: AS_OF };
    const userAgents = observed.userAgents.filter(({ value }) => value !== refused.value);
    const bare = proposeTarget({ ...given, observed: { ...observed, userAgents } });
    const tried = proposeTarget({
      ...given,
      observed: { ...observed, userAgents: [...userAgents, { ...refused, events: 2, refused: 2 }] },
    });
    expect(tried.target).toBe(bare.target);
    expect(tried.confidence).toBe(bare.confidence);
    expect(tried.signals).toEqual(bare.signals);
  });
});

test("what is thin asks one question in one or two sentences", () => {
  each((given) => {
    const { confidence, question } = proposeTarget({ ...given, userName: "x", path: "/" });
    if (confidence === "low") expect(question).toMatch(/\?/);
    if (confidence === "high") expect(question).toBeNull();
    expect((question ?? "?").split("?").length).toBe(2);
  });
});

/** Rows of the table of targets, in its order, each as what shows it; those with a client that says what it is bear the same. */
const ROWS: readonly { target: MigrationTarget; shows: Partial<GivenUser> }[] = [
  { target: "break_glass", shows: { tags: { "rolecall:break-glass": "yes" } } },
  { target: "ses_smtp", shows: { groups: ["AWSSESSendingGroupDoNotRename"] } },
  {
    target: "keyspaces",
    shows: { credentials: [{ kind: "service_specific_credential", serviceName: "cassandra.amazonaws.com" }] },
  },
  { target: "codecommit", shows: { credentials: [{ kind: "ssh_public_key" }] } },
  { target: "api_key", shows: { credentials: [{ kind: "api_key" }] } },
  { target: "identity_center", shows: { observed: { userAgents: ["S3 Browser/11.4.5"] } } },
  {
    target: "github_actions_oidc",
    shows: { observed: { userAgents: ["configure-aws-credentials-for-github-actions"] } },
  },
  { target: "ecs_task_role", shows: { observed: { userAgents: ["Boto3/1 exec-env/AWS_ECS_FARGATE"] } } },
  { target: "roles_anywhere", shows: { observed: { userAgents: ["APN/1.0 Veeam/1.0"] } } },
];
const place = fc.nat({ max: ROWS.length - 1 });

test("of two things that bear the same the first in the table's order holds", () => {
  fc.assert(
    fc.property(place, place, (one, other) => {
      const both = [ROWS[one], ROWS[other]].flatMap((row) => row?.shows ?? []);
      const { target } = proposeTarget(
        factsOf({
          userName: "x",
          tags: Object.assign({}, ...both.map(({ tags }) => tags)),
          groups: both.flatMap(({ groups }) => groups ?? []),
          observed: { userAgents: both.flatMap(({ observed }) => observed?.userAgents ?? []) },
          credentials: [
            { kind: "access_key", rhythm: "monthly" },
            ...both
              .flatMap(({ credentials }) => credentials ?? [])
              .map((each) => ({ ...each, rhythm: "unknown" as const })),
          ],
        }),
      );
      expect(target).toBe(ROWS[Math.min(one, other)]?.target);
    }),
  );
});
