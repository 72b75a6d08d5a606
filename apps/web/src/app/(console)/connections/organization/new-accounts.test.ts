import { OrganizationAccount } from "@rolecall/domain";
import { expect, it } from "vitest";
import { newAccounts } from "./new-accounts.ts";

const FIRST = "2026-05-01T10:00:00Z";
const SINCE = new Date("2026-05-15T00:00:00Z");

const accountOf = (awsAccountId: string, firstSeenAt: string, leftAt: string | null = null) =>
  OrganizationAccount.parse({
    awsAccountId,
    name: awsAccountId,
    state: leftAt ? "LEFT" : "ACTIVE",
    unitIds: [],
    unitPath: [],
    joinedAt: null,
    firstSeenAt,
    leftAt,
    isChosen: true,
    status: "active",
    statusReason: null,
    checks: [],
    verifiedAt: null,
    nextVerificationAt: null,
    accountId: null,
    accountStatus: null,
    lastScanAt: null,
  });
const idsOf = (accounts: OrganizationAccount[], since: Date) =>
  newAccounts(accounts, since).map(({ awsAccountId }) => awsAccountId);

it("names those that appeared since, newest first, and none that has left again", () => {
  const accounts = [
    accountOf("200000000001", FIRST),
    accountOf("200000000002", "2026-05-10T10:00:00Z"),
    accountOf("200000000003", "2026-05-20T10:00:00Z"),
    accountOf("200000000004", "2026-05-25T10:00:00Z"),
    accountOf("200000000005", "2026-05-26T10:00:00Z", "2026-05-27T10:00:00Z"),
  ];
  expect(idsOf(accounts, SINCE)).toEqual(["200000000004", "200000000003"]);
});

it("takes no account of the first discovery for new", () => {
  const accounts = [accountOf("200000000001", FIRST), accountOf("200000000002", FIRST)];
  expect(idsOf(accounts, new Date("2026-04-01T00:00:00Z"))).toEqual([]);
  expect(newAccounts([], SINCE)).toEqual([]);
});
