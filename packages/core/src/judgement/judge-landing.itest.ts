import { modelsOf } from "@rolecall/db/testing";
import type { MfaKind, PolicyDocument } from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import {
  FIRST_AT,
  keyOf,
  readAs,
  readingOf,
  roleOf,
  slowLaneOf,
  UNREAD,
  usedAt,
  userOf,
  userReadingOf,
} from "../scans/landing/facts-fixture.ts";
import { accountOf, day, judgedAccount, keyUser, withReportOf } from "./judged-account-fixture.ts";

/** The first scan after the key of 1 May had to be rotated. */
const OVERDUE = day(62);

describe("a landing", () => {
  it("gives each credential its limits and deadlines: rotation, or an earlier expiry", async () => {
    const account = await judgedAccount();
    await account.land(readingOf({ users: [userOf("anna")] }), FIRST_AT);
    const users = [
      {
        userId: "AIDAanna",
        userName: "anna",
        sshPublicKeys: readAs([{ sshPublicKeyId: "APKAanna", status: "Active" as const, uploadedAt: day(0) }]),
        mfaDevices: UNREAD,
        servicesAccessed: null,
      },
    ];
    await account.landSlowLane(slowLaneOf({ users }), day(1));
    const credentials = await account.credentials();
    const of = (id: string) => credentials.find(({ credentialId }) => credentialId === id);
    const rotateBy = new Date("2026-07-30T10:00:00.000Z");
    expect(of("AKIAanna")).toMatchObject({
      deadlineAt: rotateBy,
      limits: { rotationDays: 90, unusedDays: 45, holder: "human", reason: "default for humans" },
    });
    expect([of("CERTanna")?.deadlineAt, of("ACCAGITanna")?.deadlineAt]).toEqual([rotateBy, rotateBy]);
    expect(of("APKAanna")?.deadlineAt).toEqual(day(90));
    expect(of("ASCAold")).toMatchObject({
      deadlineAt: new Date("2026-06-02T10:00:00Z"),
      limits: { rotationDays: null },
    });
    expect(of("AIDAanna:console_password")).toMatchObject({ deadlineAt: null, limits: { unusedDays: 45 } });
  });

  it("tells what users and roles may do, and how trust policies are graded", async () => {
    const account = await judgedAccount();
    const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    const anybody = {
      state: "parsed" as const,
      document: { Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }] },
    };
    const roles = [roleOf("open", { trustPolicy: anybody }), roleOf("unread", { trustPolicy: UNREAD })];
    await account.land(accountOf([keyUser("anna", FIRST_AT, { attachedPolicyArns: [admin] })], { roles }), FIRST_AT);
    const kept = await account.inTenant(async (tx) => ({
      users: await modelsOf(tx).iamUser.findMany({ select: { userName: true, power: true } }),
      roles: await modelsOf(tx).iamRole.findMany({
        select: { roleName: true, trustGrade: true },
        orderBy: { roleName: "asc" },
      }),
    }));
    expect(kept).toEqual({
      users: [{ userName: "anna", power: "admin" }],
      roles: [
        { roleName: "open", trustGrade: "critical" },
        { roleName: "unread", trustGrade: "unknown" },
      ],
    });
    expect(await account.findings("trust_public")).toMatchObject([
      { resourceName: "open", grade: "critical", isOpen: true },
    ]);
  });

  it("weighs a key by the roles that its user may become, as long as their trust policies let it in", async () => {
    const account = await judgedAccount();
    const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    const naming = (principal: string) => ({
      state: "parsed" as const,
      document: { Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }] },
    });
    const arn = (resource: string) => `arn:aws:iam::${account.awsAccountId}:${resource}`;
    const policies = { attachedPolicyArns: [], inlinePolicies: [], groupNames: [] };
    const anna = keyUser("anna", OVERDUE, { arn: arn("user/anna"), ...policies });
    const first = roleOf("first", { arn: arn("role/first"), trustPolicy: naming(anna.arn) });
    const second = roleOf("second", {
      ...{ arn: arn("role/second"), trustPolicy: naming(first.arn) },
      attachedPolicyArns: [admin],
    });
    const powers = () =>
      account.inTenant(async (tx) => [
        ...(await modelsOf(tx).iamUser.findMany({ select: { power: true } })),
        ...(await modelsOf(tx).iamRole.findMany({ select: { power: true }, orderBy: { roleName: "asc" } })),
      ]);
    await account.land(accountOf([anna], { roles: [first, second] }), OVERDUE);
    expect((await powers()).map(({ power }) => power)).toEqual(["admin", "admin", "admin"]);
    expect(await account.findings("credential_overdue")).toMatchObject([{ severity: "high", isOpen: true }]);
    const closed = { ...second, trustPolicy: naming(second.arn) };
    await account.land(accountOf([anna], { roles: [first, closed] }), day(120));
    expect((await powers()).map(({ power }) => power)).toEqual(["none", "none", "admin"]);
    expect(await account.findings("credential_overdue")).toMatchObject([{ severity: "low", isOpen: true }]);
  });

  it("opens a finding, keeps it as it is, and says nothing twice", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", FIRST_AT)]), FIRST_AT);
    expect(await account.findings("credential_overdue")).toEqual([]);
    const scanId = await account.land(accountOf([keyUser("anna", OVERDUE)]), OVERDUE);
    const [finding] = await account.findings("credential_overdue");
    expect(finding).toMatchObject({
      isOpen: true,
      firstOpenedAt: OVERDUE,
      openedAt: OVERDUE,
      timesOpened: 1,
      isProvisional: false,
    });
    await account.land(accountOf([keyUser("anna", day(70))]), day(70));
    expect(await account.findings("credential_overdue")).toEqual([finding]);
    expect(await account.periods(finding?.id ?? "")).toMatchObject([
      { openedAt: OVERDUE, openedScanId: scanId, resolvedAt: null, sentence: finding?.sentence },
    ]);
  });

  it("notes what it was judged by, and what was counted", async () => {
    const account = await judgedAccount();
    const scanId = await account.land(accountOf([keyUser("anna", OVERDUE), keyUser("berta", OVERDUE)]), OVERDUE);
    const [judgement] = await account.judgements();
    expect(judgement).toMatchObject({
      judgedAt: OVERDUE,
      scanId,
      userRecordId: null,
      checks: { credential_overdue: { failed: 2, passed: 0 } },
    });
    expect(await account.dueAt()).toEqual(day(63));
    const contexts = await account.inTenant((tx) => modelsOf(tx).judgementContext.findMany());
    expect(contexts).toMatchObject([
      {
        hash: judgement?.contextHash,
        content: { awsAccountId: account.awsAccountId, ownAccountIds: [account.awsAccountId] },
      },
    ]);
  });

  it("whose facts are older than the last judgement takes that one's place", async () => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", day(59))]), day(59));
    await account.judgeAt(OVERDUE);
    const scanId = await account.landSlowLane(slowLaneOf(), day(61));
    const judgements = await account.judgements();
    expect(judgements.map(({ judgedAt }) => judgedAt)).toEqual([day(59), OVERDUE]);
    expect(judgements[1]).toMatchObject({ scanId });
    const findings = await account.findings("credential_overdue");
    expect(findings).toMatchObject([{ isOpen: true, openedAt: OVERDUE, timesOpened: 1 }]);
  });
});

describe("a finding is resolved by a proof", () => {
  const opened = async () => {
    const account = await judgedAccount();
    await account.land(withReportOf(OVERDUE, accountOf([keyUser("anna", OVERDUE)])), OVERDUE);
    return account;
  };
  const inactive = keyUser("anna", day(63), { accessKeys: readAs([keyOf("anna", { status: "Inactive" })]) });

  it.each([
    ["deactivated", [inactive], "AKIAanna is inactive. Seen by the scan of 2026-08-03 10:00 UTC."],
    [
      "deleted",
      [keyUser("anna", day(63), { accessKeys: readAs([]) })],
      "AKIAanna is not there any more. Seen by the scan of 2026-08-03 10:00 UTC.",
    ],
    ["deleted", [], "AKIAanna is not there any more. Seen by the scan of 2026-08-03 10:00 UTC."],
  ])("its credential is %s", async (kind, users, sentence) => {
    const account = await opened();
    const scanId = await account.land(accountOf(users), day(63));
    const [finding] = await account.findings("credential_overdue");
    expect(finding).toMatchObject({ isOpen: false, resolvedAt: day(63), resolution: { kind, sentence, scanId } });
    expect(await account.periods(finding?.id ?? "")).toMatchObject([
      { openedAt: OVERDUE, resolvedAt: day(63), resolution: { kind, sentence, scanId } },
    ]);
  });

  it.each<MfaKind>(["virtual", "unknown"])(
    "what was wrong is right, as a report of its time tells: MFA of the kind %s",
    async (mfa) => {
      const account = await judgedAccount();
      const password = { consolePassword: readAs({ exists: true, lastChangedAt: day(0), lastUse: usedAt(day(0)) }) };
      const report = (kind: MfaKind, at: Date) =>
        withReportOf(at, accountOf([keyUser("anna", at, { ...password, mfa: readAs(kind), mfaDevices: UNREAD })]));
      await account.land(report("none", day(1)), day(1));
      expect(await account.findings("console_user_mfa")).toMatchObject([{ isOpen: true }]);
      await account.land(report(mfa, day(2)), day(3));
      const [finding] = await account.findings("console_user_mfa");
      expect(finding?.resolution).toMatchObject({ kind: "corrected" });
      expect(finding?.resolution?.sentence).toMatch(
        /\. Seen by the scan of 2026-06-04 10:00 UTC, in the credential report of 2026-06-03 10:00 UTC\.$/,
      );
    },
  );

  it("and opened again under the same id", async () => {
    const account = await opened();
    const [before] = await account.findings("credential_overdue");
    await account.land(accountOf([inactive]), day(63));
    await account.land(accountOf([keyUser("anna", day(64))]), day(64));
    const findings = await account.findings("credential_overdue");
    expect(findings).toMatchObject([
      { id: before?.id, isOpen: true, firstOpenedAt: OVERDUE, openedAt: day(64), timesOpened: 2, resolution: null },
    ]);
    expect(await account.periods(before?.id ?? "")).toMatchObject([
      { openedAt: OVERDUE, resolvedAt: day(63), resolution: { kind: "deactivated" } },
      { openedAt: day(64), resolvedAt: null, resolution: null },
    ]);
  });
});

describe("what could not be read resolves nothing", () => {
  it.each([
    ["keys", accountOf([keyUser("anna", day(63), { accessKeys: UNREAD })], {}, ["access_keys"])],
    ["users", accountOf([], {}, ["users", "access_keys"])],
  ])("denied: %s", async (_, reading) => {
    const account = await judgedAccount();
    await account.land(accountOf([keyUser("anna", OVERDUE)]), OVERDUE);
    const before = await account.findings("credential_overdue");
    await account.land(reading, day(63));
    expect(before).toMatchObject([{ isOpen: true }]);
    expect(await account.findings("credential_overdue")).toEqual(before);
  });

  it("unknown: a trust policy that is not JSON any more", async () => {
    const account = await judgedAccount();
    const anybody = { Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }] };
    const role = (trustPolicy: PolicyDocument) => accountOf([], { roles: [roleOf("open", { trustPolicy })] });
    await account.land(role({ state: "parsed", document: anybody }), day(1));
    const before = await account.findings("trust_public");
    await account.land(role({ state: "malformed", reason: "not JSON" }), day(2));
    expect(before).toMatchObject([{ isOpen: true }]);
    expect(await account.findings("trust_public")).toEqual(before);
    expect((await account.judgements())[1]).toMatchObject({ checks: { trust_public: { failed: 0, unknown: 1 } } });
  });
});

describe("told by a report alone", () => {
  const unused = (asOf: Date) => keyUser("anna", asOf, { accessKeys: readAs([keyOf("anna")]) });
  const provisional = async () => {
    const account = await judgedAccount();
    await account.land(withReportOf(day(49.9), accountOf([unused(day(50))])), day(50));
    return account;
  };

  it("a finding is provisional until a report that was made later says the same", async () => {
    const account = await provisional();
    expect(await account.findings("credential_unused")).toMatchObject([{ isOpen: true, isProvisional: true }]);
    await account.land(withReportOf(day(49.9), accountOf([unused(day(50.1))])), day(50.1));
    expect(await account.findings("credential_unused")).toMatchObject([{ isProvisional: true }]);
    await account.land(withReportOf(day(50.2), accountOf([unused(day(50.3))])), day(50.3));
    const [firm] = await account.findings("credential_unused");
    expect(firm).toMatchObject({ isOpen: true, isProvisional: false, openedAt: day(50) });
    expect(await account.periods(firm?.id ?? "")).toHaveLength(1);
  });

  it("a finding is firm once its user was read anew", async () => {
    const account = await provisional();
    await account.recheck("anna", userReadingOf(unused(day(50.1))), day(50.1));
    expect(await account.findings("credential_unused")).toMatchObject([{ isOpen: true, isProvisional: false }]);
  });

  it("a finding is gone once its user was read anew and is otherwise", async () => {
    const account = await provisional();
    await account.recheck("anna", userReadingOf(keyUser("anna", day(50.1))), day(50.1));
    expect(await account.findings("credential_unused")).toMatchObject([
      { isOpen: false, resolution: { kind: "corrected" } },
    ]);
  });
});

it("a recheck judges its user alone", async () => {
  const account = await judgedAccount();
  await account.land(accountOf([keyUser("anna", day(59)), keyUser("berta", day(59))]), day(59));
  const dueAt = await account.dueAt();
  await account.recheck("anna", userReadingOf(keyUser("anna", OVERDUE)), OVERDUE);
  expect(await account.findings("credential_overdue")).toMatchObject([{ resourceName: "AKIAanna", isOpen: true }]);
  const user = await account.inTenant((tx) => modelsOf(tx).iamUser.findFirstOrThrow({ where: { userName: "anna" } }));
  expect((await account.judgements())[1]).toMatchObject({ judgedAt: OVERDUE, userRecordId: user.id });
  // Of the account nothing was judged: that is due as before.
  expect(await account.dueAt()).toEqual(dueAt);
  await account.recheck("anna", userReadingOf(null), day(63));
  expect(await account.findings("credential_overdue")).toMatchObject([
    { isOpen: false, resolution: { kind: "deleted" } },
  ]);
});
