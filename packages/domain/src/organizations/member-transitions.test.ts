import { describe, expect, it } from "vitest";
import { pendingChecks } from "../onboarding/checks.ts";
import {
  isMemberRead,
  listedMember,
  rechosenMember,
  retryUntilOf,
  type SeenMember,
  stopOfMember,
  unlistedMember,
} from "./member-transitions.ts";
import type { OrganizationMember } from "./organization-member.ts";

const NOW = new Date("2026-06-02T10:00:00Z");
const LAST_SEEN = new Date("2026-06-01T10:00:00Z");
const UNIT = "ou-abcd-11111111";
const CHOOSING = { unitIds: [UNIT], accountIds: [], leftOutAccountIds: [] };
const NOTHING = { unitIds: [], accountIds: [], leftOutAccountIds: [] };
const known = (selection = CHOOSING) => ({ selection, lastSeenAt: LAST_SEEN, checks: pendingChecks(), now: NOW });

const SEEN: SeenMember = {
  awsAccountId: "200000000002",
  name: "production",
  state: "ACTIVE",
  unitIds: ["r-abcd", UNIT],
  joinedAt: new Date("2024-01-01T00:00:00Z"),
};
const PASSED: OrganizationMember = {
  ...SEEN,
  unitIds: ["r-abcd", UNIT],
  firstSeenAt: LAST_SEEN,
  leftAt: null,
  isChosen: true,
  status: "active",
  statusReason: null,
  checks: pendingChecks().map((check) => ({ ...check, status: "passed" as const })),
  verifiedAt: LAST_SEEN,
  verifyDueAt: new Date("2026-06-02T09:00:00Z"),
};
const UNCHOSEN: OrganizationMember = {
  ...PASSED,
  isChosen: false,
  status: "not_verified",
  checks: [],
  verifyDueAt: null,
};

describe("an account that comes to be read", () => {
  it.each<[string, OrganizationMember]>([
    ["is new in a chosen unit", listedMember(null, SEEN, known())],
    ["came back from a suspension", listedMember({ ...UNCHOSEN, state: "SUSPENDED", isChosen: true }, SEEN, known())],
    ["joined again", listedMember({ ...UNCHOSEN, isChosen: true, leftAt: LAST_SEEN }, SEEN, known())],
    ["was moved into a chosen unit", listedMember({ ...UNCHOSEN, unitIds: ["r-abcd"] }, SEEN, known())],
    ["was chosen", rechosenMember(UNCHOSEN, known())],
  ])("because it %s is verified at once, with half an hour for its role to appear", (_, member) => {
    expect(member).toMatchObject({ isChosen: true, status: "verifying", leftAt: null, verifyDueAt: NOW });
    expect(member.checks.map(({ status }) => status)).toEqual(pendingChecks().map(() => "pending"));
    expect(retryUntilOf(member.checks)).toEqual(new Date("2026-06-02T10:30:00Z"));
    expect(stopOfMember(member)).toBeNull();
  });
});

describe("an account that goes on", () => {
  it("stays as it is, with the name and the units of now", () => {
    const seen = { ...SEEN, name: "prod", unitIds: ["r-abcd", UNIT, "ou-abcd-22222222"] };
    expect(listedMember(PASSED, seen, known())).toEqual({ ...PASSED, name: "prod", unitIds: seen.unitIds });
  });

  it("keeps the units that are known where none are told, and so stays chosen", () => {
    expect(listedMember(PASSED, { ...SEEN, unitIds: null }, known())).toEqual(PASSED);
  });
});

describe("an account that is read no more", () => {
  it.each(["SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PENDING_ACTIVATION"] as const)(
    "because it is %s is asked nothing, and tells since when",
    (state) => {
      const member = listedMember(PASSED, { ...SEEN, state }, known());
      expect(member).toMatchObject({
        state,
        status: "not_verified",
        checks: [],
        verifyDueAt: null,
        verifiedAt: LAST_SEEN,
        statusReason: expect.stringMatching(
          new RegExp(
            `^AWS Organizations says that the account is ${state}; it was ACTIVE when we last saw it on 2026-06-01`,
          ),
        ),
      });
      expect(isMemberRead(member)).toBe(false);
      expect(stopOfMember(member)).toMatchObject({ status: "suspended", reason: member.statusReason });
    },
  );

  it("keeps its words while its state is the same", () => {
    const suspended = listedMember(PASSED, { ...SEEN, state: "SUSPENDED" }, known());
    const later = { ...known(), lastSeenAt: NOW, now: new Date("2026-07-01T10:00:00Z") };
    expect(listedMember(suspended, { ...SEEN, state: "SUSPENDED" }, later)).toEqual(suspended);
    expect(listedMember(suspended, { ...SEEN, state: "CLOSED" }, later).statusReason).toContain(
      "is CLOSED; it was SUSPENDED when we last saw it on 2026-06-02",
    );
  });

  it("says no earlier state of an account that was never seen active", () => {
    const { statusReason } = listedMember(null, { ...SEEN, state: "SUSPENDED" }, known());
    expect(statusReason).toMatch(/^AWS Organizations says that the account is SUSPENDED\. /);
  });

  it("because it left is kept, with the day on which it was last listed", () => {
    const member = unlistedMember(PASSED, known());
    expect(member).toMatchObject({
      leftAt: NOW,
      status: "not_verified",
      verifyDueAt: null,
      statusReason: expect.stringContaining("lists the account no longer: it was last listed on 2026-06-01"),
    });
    expect(stopOfMember(member)).toMatchObject({ status: "suspended", reason: member.statusReason });
    expect(unlistedMember(member, { ...known(), lastSeenAt: NOW, now: new Date("2026-07-01T10:00:00Z") })).toEqual(
      member,
    );
  });

  it.each([
    ["it is not chosen any more", rechosenMember(PASSED, known(NOTHING))],
    ["it is left out", rechosenMember(PASSED, known({ ...CHOOSING, leftOutAccountIds: [SEEN.awsAccountId] } as never))],
    ["it was moved out of the chosen unit", listedMember(PASSED, { ...SEEN, unitIds: ["r-abcd"] }, known())],
  ])("because %s is disconnected", (_, member) => {
    expect(member).toMatchObject({ isChosen: false, status: "not_verified", statusReason: null, verifyDueAt: null });
    expect(stopOfMember(member)).toMatchObject({
      status: "disconnected",
      reason: expect.stringContaining("Not chosen"),
    });
  });
});
